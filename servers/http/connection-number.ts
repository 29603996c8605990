import type { Socket } from 'node:net';

const NUMBER = Symbol('connection number');
const CLOSED = Symbol('told when it closes');

interface Numbered extends Socket {
  [NUMBER]?: number;
  [CLOSED]?: (connection: number) => void;
}

let last = 0;

/** The number of a connection that has no socket of its own, such as a datagram. */
export function newConnection(): number {
  return ++last;
}

/**
 * The number of a connection, from 1, in the order in which this thread first saw them.
 *
 * @param closed called with the number when the connection closes; that of the first call alone
 */
export function connectionNumber(socket: Numbered, closed: (connection: number) => void): number {
  if (socket[NUMBER] !== undefined) return socket[NUMBER];
  const connection = newConnection();
  socket[NUMBER] = connection;
  socket[CLOSED] = closed;
  socket.on('close', tellClosed);
  return connection;
}

/** One listener for all: thousands of connections that wait would each have one of their own in memory. */
function tellClosed(this: Numbered): void {
  this[CLOSED]!(this[NUMBER]!);
}
