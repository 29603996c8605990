import type { Socket } from 'node:net';

const NUMBER = Symbol('connection number');
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
export function connectionNumber(socket: Socket & { [NUMBER]?: number }, closed: (connection: number) => void): number {
  if (socket[NUMBER] !== undefined) return socket[NUMBER];
  const connection = newConnection();
  socket.once('close', () => closed(connection));
  socket[NUMBER] = connection;
  return connection;
}
