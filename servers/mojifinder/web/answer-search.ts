import type { IncomingMessage, ServerResponse } from 'node:http';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { LateAnswer } from '../../faults/answer/late-answer.ts';
import { sendError } from '../../http/send-error.ts';
import type { Finder } from '../characters/finder.ts';
import type { FoundPage } from '../characters/index-thread.ts';
import { readSearch, type SearchRequest, searchAddress } from './search-request.ts';

/** The header that tells how many characters there are in all. */
export const TOTAL_HEADER = 'X-Total-Count';

/** How soon to ask again while the index is built, in seconds. */
const RETRY_AFTER_SECONDS = 1;

type MountedRequest = IncomingMessage & { readonly baseUrl?: string };

/** Answers `/search` from the index, which lives in another thread: the answer comes later. */
export function answerSearch(finder: Finder, request: MountedRequest, response: ServerResponse): LateAnswer {
  const answer = new LateAnswer();
  void answerLater(finder, request, response, answer);
  return answer;
}

async function answerLater(finder: Finder, request: MountedRequest, response: ServerResponse, answer: LateAnswer) {
  const refuse = (status: number, error: string, detail: string) => {
    sendError(request, response, status, error, detail);
    begin(answer, request, response);
  };
  try {
    const search = readSearch(request.url!);
    if (!finder.isReady) {
      response.setHeader('Retry-After', RETRY_AFTER_SECONDS);
      refuse(503, 'Service Unavailable', 'The index of characters is still being built.');
      return;
    }
    const found = await finder.find(search.query, search.start, search.stop, 'json');
    // The client, or a fault, may have ended it meanwhile.
    if (!response.destroyed) send(search, found, request, response, answer);
  } catch (error) {
    if (response.destroyed) return;
    if (error instanceof UsageError) refuse(422, 'Unprocessable Content', `${error.message}.`);
    else refuse(500, 'Internal Server Error', 'The index of characters could not be built.');
  }
}

function send(
  search: SearchRequest,
  { total, text }: FoundPage,
  request: MountedRequest,
  response: ServerResponse,
  answer: LateAnswer,
): void {
  const next = { ...search, start: search.stop, stop: search.stop + search.stop - search.start };
  if (next.start < total && next.stop > next.start) {
    response.setHeader('Link', `<${request.baseUrl ?? ''}${searchAddress(next)}>; rel="next"`);
  }
  response.setHeader('Content-Type', 'application/json');
  response.setHeader('Content-Length', Buffer.byteLength(text));
  response.setHeader(TOTAL_HEADER, total);
  response.end(request.method === 'HEAD' ? '' : text);
  begin(answer, request, response);
}

function begin(answer: LateAnswer, { method }: IncomingMessage, response: ServerResponse): void {
  answer.bytes = method === 'HEAD' ? 0 : Number(response.getHeader('content-length') ?? 0);
  answer.begin();
}
