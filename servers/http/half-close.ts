import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { at } from '../../lib/at.ts';
import { isLoopback } from '../../lib/network/is-loopback.ts';
import { hasOwner, readConnections } from '../../lib/network/local-connections.ts';
import { responseInFlight } from './refuse-request.ts';

/** How long to wait for others to be looked up together, in milliseconds: thousands of clients may leave at once. */
const TOGETHER_MS = 10;

/** How often to look whether one that was there still is, in milliseconds. */
const AGAIN_MS = 250;

/** The system's tables may be long. Looking them up takes one part of the time, and so many are left for answers. */
const REST = 10;

/** But no longer than so many milliseconds: on a busy machine a look takes long without being work. */
const MAX_REST_MS = 500;

const clock = (): number => performance.now();

/** A client that has closed its writing half while it waits. */
interface HalfClosed {
  readonly request: IncomingMessage;
  readonly sinceMs: number;
  /** Has it found out soon. */
  readonly look: () => void;
  /** What waits for it to be known whether the client is still there. */
  proceed?: () => void;
}

const halfClosed = new WeakMap<Socket, HalfClosed>();

/** How long ago a client closed its writing half, in milliseconds; 0 where it has not. */
export function halfClosedAgoMs(socket: Socket): number {
  const known = halfClosed.get(socket);
  return known === undefined ? 0 : clock() - known.sinceMs;
}

/** Goes on at once, or, of a client that has closed its writing half, as soon as it is known that it is still there. */
export function ifStillThere(socket: Socket, proceed: () => void): void {
  const waiting = halfClosed.get(socket);
  if (waiting === undefined) return void proceed();
  waiting.proceed = proceed;
  waiting.look();
}

/**
 * Has a server answer clients that close their writing half once they have asked, as `nc -N` does: that is no loss of
 * interest. On the wire it looks like the end of a client that has left, for whom nothing is to be done any more. Of a client
 * on this machine the system knows which it is. Of others, who has asked for the connection to be closed after the answer
 * has nothing more to send, and is answered; who has not is taken to have left.
 */
export function answerHalfClosed(server: Server): void {
  // Undocumented, but the only way: without it Node closes the connection.
  (server as Server & { httpAllowHalfOpen: boolean }).httpAllowHalfOpen = true;
  const look = lookTogether();
  // One listener for all: thousands of connections that wait would each have one of their own in memory.
  function onEnd(this: Socket) {
    const request = responseInFlight(this)?.req;
    if (request === undefined) return;
    if (process.platform === 'linux' && isLoopback(this.remoteAddress ?? '')) look(this, request);
    else closeUnlessLast(this, request);
  }
  server.on('connection', (socket: Socket) => socket.on('end', onEnd));
}

function closeUnlessLast(socket: Socket, { httpVersion, headers: { connection = '' } }: IncomingMessage): void {
  const isLast = httpVersion === '1.0' ? !/keep-alive/i.test(connection) : /close/i.test(connection);
  if (!isLast) socket.destroy();
}

/**
 * Closes the connections of clients that have left, as soon as that is known. One that is still there may leave later, of which
 * nothing comes over the wire: it is looked for again, until its connection ends.
 */
function lookTogether(): (socket: Socket, request: IncomingMessage) => void {
  const waiting = new Map<Socket, HalfClosed>();
  let restUntilMs = 0;
  /** When the next look is due; Infinity where none is, and -Infinity during one. */
  let dueMs = Number.POSITIVE_INFINITY;
  let cancel = () => {};
  const lookIn = (ms: number) => {
    const wantedMs = Math.max(restUntilMs, clock() + ms);
    if (wantedMs >= dueMs) return;
    cancel();
    dueMs = wantedMs;
    cancel = at(dueMs, clock, () => void look());
  };
  const look = async () => {
    const beganMs = clock();
    // Of who comes meanwhile, the tables may not tell yet.
    const ended = new Map(waiting);
    const asked = new Set([...ended.values()].filter(({ proceed }) => proceed !== undefined));
    dueMs = Number.NEGATIVE_INFINITY;
    const connections = await readConnections(new Set([...ended.keys()].map(({ localPort = 0 }) => localPort)));
    dueMs = Number.POSITIVE_INFINITY;
    restUntilMs = clock() + Math.min(MAX_REST_MS, REST * (clock() - beganMs));
    for (const [socket, one] of ended) {
      if (connections === undefined) {
        waiting.delete(socket);
        closeUnlessLast(socket, one.request);
        // No more will ever be known of one that stays: it need not wait, now or later.
        if (!socket.destroyed) halfClosed.delete(socket);
        asked.add(one);
      } else if (!hasOwner(connections, socket)) socket.destroy();
    }
    for (const one of asked) {
      if (!one.request.socket.destroyed) one.proceed?.();
      delete one.proceed;
    }
    const isNew = [...waiting].some(([socket, { proceed }]) => !ended.has(socket) || proceed !== undefined);
    if (waiting.size > 0) lookIn(isNew ? TOGETHER_MS : AGAIN_MS);
  };
  return (socket, request) => {
    const one: HalfClosed = { request, sinceMs: clock(), look: () => lookIn(TOGETHER_MS) };
    waiting.set(socket, one);
    halfClosed.set(socket, one);
    socket.once('close', () => waiting.delete(socket));
    one.look();
  };
}
