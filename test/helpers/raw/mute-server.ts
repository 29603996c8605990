import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** A server to which a connection never comes about: it accepts, but never takes part in making the connection secure. */
export interface MuteServer extends AsyncDisposable {
  readonly baseUrl: string;
  readonly openConnections: number;
}

/** Starts a mute server on a free port. */
export async function startMuteServer(): Promise<MuteServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    socket.resume();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    baseUrl: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get openConnections() {
      return sockets.size;
    },
    async [Symbol.asyncDispose]() {
      const closed = once(server.close(), 'close');
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
