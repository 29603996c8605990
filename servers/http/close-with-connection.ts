import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

const queues = new WeakMap<Socket, Set<ServerResponse>>();

/**
 * Has a response that waits for its turn closed with its connection. Node sees to that itself, except when a CONNECT or
 * an upgrade comes on that connection before its turn. One listener serves them all, because a client may send any number
 * of requests ahead.
 */
export function closeWithConnection(response: ServerResponse): void {
  const { socket } = response.req;
  const queue = queues.get(socket) ?? openQueue(socket);
  queue.add(response);
  response.once('close', () => queue.delete(response));
}

function openQueue(socket: Socket): Set<ServerResponse> {
  const queue = new Set<ServerResponse>();
  queues.set(socket, queue);
  socket.once('close', () => {
    for (const response of queue) response.destroy();
  });
  return queue;
}
