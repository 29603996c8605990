import type { ServerResponse } from 'node:http';
import type { Ended } from '../../lib/request-record.ts';
import { halfClosedAgoMs } from '../http/half-close.ts';
import { type Answered, bytesSent } from './answer/bytes-sent.ts';
import { LateAnswer } from './answer/late-answer.ts';
import type { FaultWorld } from './fault-world.ts';

/** What of a fate has bent the bytes of an answer. */
export interface Bent {
  readonly bytesPerSecond: number | undefined;
  /** How many bytes of the body have left so far. */
  readonly bodyBytes: () => number;
}

/** Has a request's record end: how it did, and how many bytes of its answer were sent. */
export function endRecord(
  world: FaultWorld,
  id: number,
  response: ServerResponse,
  seen: Ended,
  answered: Answered,
  bent?: Bent,
) {
  const late = answered instanceof LateAnswer ? answered : undefined;
  // A fault that broke the answer off has the last word.
  const ending = seen === 'reset' ? seen : (late?.ending ?? seen);
  const bytes = bytesSent(response, ending, answered, bent?.bodyBytes());
  const pace = bent?.bytesPerSecond;
  if (pace !== undefined) world.recorder.paced(id, (bytes / pace) * 1000);
  // One that has left had left before that could be known.
  const agoMs = ending === 'client-gone' ? halfClosedAgoMs(response.req.socket) : 0;
  world.recorder.end(id, ending, response.statusCode, bytes, agoMs);
  world.onRequest?.(id);
}

/** Has the record end of a request that nothing happens to, once its answer has left or its client is gone. */
export function endWhenLeft(world: FaultWorld, id: number, response: ServerResponse, answered: Answered): void {
  // A small answer has left by now, so that nothing has to be heard of it later.
  if (hasLeft(response)) endRecord(world, id, response, 'sent', answered);
  else endLater(world, id, response, answered);
}

/** Whether the system has got all of an answer from here. */
function hasLeft({ socket, writableEnded, writableLength }: ServerResponse): boolean {
  return writableEnded && writableLength === 0 && socket?.writable === true;
}

/** Apart, because what a function may hand to a listener it takes memory for each time. */
function endLater(world: FaultWorld, id: number, response: ServerResponse, answered: Answered): void {
  response.on('close', () =>
    endRecord(world, id, response, response.writableFinished ? 'sent' : 'client-gone', answered),
  );
}
