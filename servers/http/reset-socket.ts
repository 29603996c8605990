import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** Undocumented, but the only way to the connection below. */
type OnTop = TLSSocket & { readonly _parent?: Socket };

/** The connection that carries a TLS socket; any other socket itself. */
export function belowTls(socket: Socket): Socket {
  return socket instanceof TLSSocket ? ((socket as OnTop)._parent ?? socket) : socket;
}

/**
 * Breaks a connection off with a TCP reset. One whose sending side is being closed is closed instead: to reset it then
 * fails, and Node would keep it for ever. So is that of a Unix socket, which knows no resets.
 */
export function resetSocket(socket: Socket): void {
  const carrier = belowTls(socket);
  if (socket.writableEnded || carrier.localPort === undefined) socket.destroy();
  else carrier.resetAndDestroy();
}
