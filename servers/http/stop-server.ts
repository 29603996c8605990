import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { at } from '../../lib/at.ts';
import { belowTls } from './reset-socket.ts';

const clock = (): number => performance.now();

/** Connections on which TLS has not begun yet: to Node they are no idle ones. */
const strangers = new WeakMap<Server, Set<Socket>>();

/** Has the connections of a TLS server that never begin to speak TLS close with it. */
export function closeStrangers(server: Server): void {
  const those = new Set<Socket>();
  strangers.set(server, those);
  server.on('connection', (socket: Socket) => {
    those.add(socket);
    socket.once('close', () => those.delete(socket));
  });
  server.on('secureConnection', (socket: Socket) => those.delete(belowTls(socket)));
}

/** Stops accepting, lets what is in flight end for so many milliseconds, then closes every connection. */
export async function stopServer(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  for (const socket of strangers.get(server) ?? []) socket.destroy();
  // A connection that has answered all it was asked waits for more; now there will be no more.
  server.keepAliveTimeout = 1;
  server.keepAliveTimeoutBuffer = 0;
  server.prependListener('request', (_request, response) => {
    response.shouldKeepAlive = false;
  });
  const cancel = at(clock() + graceMs, clock, () => server.closeAllConnections());
  await closed;
  cancel();
}
