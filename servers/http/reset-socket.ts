import type { Socket } from 'node:net';

/**
 * Breaks a connection off with a TCP reset. One whose sending side is being closed is closed instead: to reset it then
 * fails, and Node would keep it for ever.
 */
export function resetSocket(socket: Socket): void {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}
