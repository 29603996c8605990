import type { Server } from 'node:http';
import { at } from '../../lib/at.ts';

const clock = (): number => performance.now();

/** Stops accepting, lets what is in flight end for so many milliseconds, then closes every connection. */
export async function stopServer(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
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
