import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { RUN_NAME_OBJECTION } from '../../lib/run-name.ts';
import { requestKey } from '../http/request-key.ts';
import { MAX_URL_LENGTH, originForm } from '../http/request-path.ts';
import { type RunByPath, runByPath } from '../http/run-name.ts';
import { sendError } from '../http/send-error.ts';
import type { Answered } from './answer/bytes-sent.ts';
import { carryOut } from './carry-out.ts';
import type { FaultWorld } from './fault-world.ts';

/** What stands behind the door of an HTTP server. */
export interface BehindDoor {
  /** Answers a request that has met its fate, with its number in the recorder; without one where it has met none. */
  readonly answer: (request: IncomingMessage, response: ServerResponse, id?: number) => Answered;
  /** What the fate of a request depends on; default: its method and path. */
  readonly keyOf?: (request: IncomingMessage) => string;
  /** Whether a path is answered without faults and records; default: none but `/`. */
  readonly isLeftAlone?: (path: string, request: IncomingMessage) => boolean;
  /** Takes what it can answer faster, with its fate; returns whether it has. */
  readonly shortcut?: (request: IncomingMessage, response: ServerResponse, run: string | undefined) => boolean;
}

/**
 * What an HTTP server hears from its clients: each request meets its fate in that world before it is answered. A path may
 * begin with the name of its run.
 */
export function httpDoor(world: FaultWorld, behind: BehindDoor): RequestListener {
  const { answer, keyOf = requestKey, isLeftAlone = isFirstPage, shortcut } = behind;
  const receive = (request: IncomingMessage, response: ServerResponse, run?: string) => {
    if (shortcut?.(request, response, run) === true) return;
    const { url = '/' } = request;
    request.url = originForm(url);
    const named = run === undefined ? runByPath(request.url) : undefined;
    if (isLeftAlone(request.url.split('?', 1)[0]!, request)) answer(request, response);
    else if (url.length > MAX_URL_LENGTH) refuseLongUrl(request, response);
    else if (named?.run !== undefined && world.seats !== undefined && asksForNewRun(request, named)) {
      world.reset(named.run);
      response.writeHead(204).end();
    } else if (named?.run !== undefined) receive(underPrefix(request, named), response, named.run);
    else if (named !== undefined) refuseRunName(request, response);
    else carryOut(world, request, response, keyOf(request), (id) => answer(request, response, id), run);
  };
  return (request, response) => receive(request, response);
}

function isFirstPage(path: string): boolean {
  return path === '/';
}

/** In a room, where learners may change nothing else: a client that is started again is to meet the same fates at once. */
function asksForNewRun({ method }: IncomingMessage, { url }: RunByPath): boolean {
  return method === 'POST' && url === '/';
}

/** The request without the name of its run before its path. Express keeps what is before a path in `baseUrl`. */
function underPrefix(request: IncomingMessage, { prefix, url }: RunByPath): IncomingMessage {
  return Object.assign(request, { url, baseUrl: prefix });
}

function refuseRunName(request: IncomingMessage, response: ServerResponse): void {
  sendError(request, response, 400, 'Bad Request', RUN_NAME_OBJECTION);
}

function refuseLongUrl(request: IncomingMessage, response: ServerResponse): void {
  sendError(request, response, 414, 'URI Too Long', `An address has at most ${MAX_URL_LENGTH} characters here.`);
}
