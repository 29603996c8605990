import type { ServerResponse } from 'node:http';
import type { Ended } from '../../../lib/request-record.ts';
import { LateAnswer } from './late-answer.ts';

/** What is known at once of an answer: the length of its body, or that it is still to come. */
export type Answered = number | LateAnswer | undefined;

/**
 * How many bytes of an answer's body were sent.
 *
 * @param shapedBytes how many have left of an answer that was bent on its way; undefined where none was
 */
export function bytesSent(
  response: ServerResponse,
  ending: Ended,
  answered: Answered,
  shapedBytes: number | undefined,
): number {
  if (shapedBytes !== undefined && ending !== 'sent') return shapedBytes;
  if (answered instanceof LateAnswer) return answered.bytes;
  return ending === 'sent' ? (answered ?? contentLength(response)) : 0;
}

function contentLength(response: ServerResponse): number {
  return response.req.method === 'HEAD' ? 0 : Number(response.getHeader('content-length') ?? 0);
}
