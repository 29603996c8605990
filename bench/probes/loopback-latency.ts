import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { median } from 'simple-statistics';

/** So many bytes go there and back, one after the other. */
const ROUND_TRIPS = 50;

/** How long one byte takes to a server on this machine and back, in milliseconds: the median. */
export async function loopbackLatencyMs(nowMs: () => number = () => performance.now()): Promise<number> {
  const server = createServer((socket) => socket.setNoDelay(true).pipe(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').setNoDelay(true);
  try {
    await once(socket, 'connect');
    const timesMs: number[] = [];
    for (let i = 0; i < ROUND_TRIPS; i++) {
      const sentMs = nowMs();
      socket.write('.');
      await once(socket, 'data');
      timesMs.push(nowMs() - sentMs);
    }
    return median(timesMs);
  } finally {
    socket.destroy();
    server.close();
  }
}
