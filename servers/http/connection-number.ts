import type { Socket } from 'node:net';

const NUMBER = Symbol('connection number');
let last = 0;

/** The number of a connection, from 1, in the order in which this thread first saw them. */
export function connectionNumber(socket: Socket & { [NUMBER]?: number }): number {
  socket[NUMBER] ??= ++last;
  return socket[NUMBER];
}
