import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Ending } from '../../lib/request-record.ts';
import type { Attempts } from '../attempts.ts';
import { rawHeader } from '../raw-header.ts';
import type { Recorder } from '../recorder.ts';
import { sendError } from '../send-error.ts';
import { fate } from './fate.ts';
import type { Fate, Profile } from './fault.ts';

/** The longest run name that a client may send. */
const MAX_RUN_LENGTH = 64;

/** What the faults of one server depend on and leave behind. */
export interface FaultWorld {
  readonly label: string;
  readonly seed: number;
  readonly timeScale: number;
  readonly attempts: Attempts;
  readonly recorder: Recorder;
  /** Called when a request has ended, where somebody listens. */
  onRequest: ((id: number) => void) | undefined;
  /** The faults of the next request; may change at any time. */
  profile: Profile;
}

const connections = new WeakMap<Socket, number>();
let lastConnection = 0;

/**
 * Decides a request's fate and carries it out: waits, answers with the fate's status, or lets `answer` answer. Touched
 * responses say so in Server-Timing and X-Lab-Fault. A waiting request ends at once when its client goes away.
 *
 * @param answer answers as if there were no faults; returns the length of the body where it knows it
 */
export function carryOut(
  world: FaultWorld,
  request: IncomingMessage,
  response: ServerResponse,
  key: string,
  answer: () => number | undefined,
): void {
  const attempt = world.attempts.next(key, rawHeader(request, 'x-lab-run')?.slice(0, MAX_RUN_LENGTH));
  const decided = fate(world.profile, { ...world, key, attempt });
  const { delayMs, faults } = decided;
  const connection = connectionOf(request.socket);
  const id = world.recorder.arrive({ key, attempt, connection, injectedMs: delayMs, faults });
  let timer: NodeJS.Timeout | undefined;
  let bytes: number | undefined;
  response.on('close', () => {
    clearTimeout(timer);
    const ending: Ending = response.writableFinished ? 'sent' : 'client-gone';
    world.recorder.end(id, ending, response.statusCode, bytes ?? contentLength(response));
    world.onRequest?.(id);
  });
  const start = () => {
    world.recorder.firstByte(id);
    if (decided.status === undefined) bytes = answer();
    else sendStatus(request, response, decided);
  };
  if (faults.length > 0) confess(response, decided);
  // Rounded up, since a timer drops fractions: an answer must not leave before its fate.
  if (delayMs > 0) timer = setTimeout(start, Math.ceil(delayMs));
  else start();
}

function connectionOf(socket: Socket): number {
  const known = connections.get(socket);
  if (known !== undefined) return known;
  connections.set(socket, ++lastConnection);
  return lastConnection;
}

function contentLength(response: ServerResponse): number {
  return response.req.method === 'HEAD' ? 0 : Number(response.getHeader('content-length') ?? 0);
}

function confess(response: ServerResponse, { delayMs, faults }: Fate): void {
  response.setHeader('Server-Timing', `fault;dur=${Number(delayMs.toFixed(3))}`);
  response.setHeader('X-Lab-Fault', faults.join(', '));
}

function sendStatus(request: IncomingMessage, response: ServerResponse, { status, retryAfterMs }: Fate): void {
  if (retryAfterMs !== undefined) response.setHeader('Retry-After', Math.ceil(retryAfterMs / 1000));
  sendError(request, response, status!, STATUS_CODES[status!] ?? 'Injected', 'This status was injected on purpose.');
}
