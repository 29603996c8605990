import type { Socket } from 'node:net';
import { ServerResponse } from '../../http/node-http.ts';
import { ByteShaper, type Shape } from './byte-shaper.ts';

/** Whether a fate bends the bytes of its answer at all. */
export function isShaped({ slowHeadersMs, bytesPerSecond, resetAt, truncated }: Shape): boolean {
  return slowHeadersMs > 0 || bytesPerSecond !== undefined || resetAt !== undefined || truncated;
}

/**
 * Makes a response leave by a shape: its header bytes dribbled, its body paced, or the connection broken off on the way.
 * It stands between the response and its socket, where all bytes pass, so it serves any answer alike: a flag, a page,
 * what a proxy streams. The next response on the connection finds the socket as it was.
 *
 * @param onBreakOff called when the shape breaks the connection off
 * @returns tells how many bytes of the body have left so far
 */
export function shapeAnswer(response: ServerResponse, shape: Shape, onBreakOff: () => void): () => number {
  let installed: ByteShaper | undefined;
  const install = (socket: Socket) => {
    const shaper = new ByteShaper(socket, shape, response.req.method === 'HEAD', onBreakOff);
    installed = shaper;
    socket.write = shaper.write as Socket['write'];
    // Node looks here to see whether a response may go on: what waits to be sent counts as not written yet.
    const prototype: unknown = Object.getPrototypeOf(socket);
    const writableLength = () => shaper.waitingBytes + Reflect.get(prototype as Socket, 'writableLength', socket);
    Object.defineProperty(socket, 'writableLength', { configurable: true, get: writableLength });
    const remove = () => {
      shaper.stop();
      Reflect.deleteProperty(socket, 'write');
      Reflect.deleteProperty(socket, 'writableLength');
    };
    // Before the server's own listener, which hands the socket to the next response.
    response.prependOnceListener('finish', remove);
    response.prependOnceListener('close', remove);
  };
  const bodyBytes = () => installed?.bodyBytes ?? 0;
  if (response.socket !== null) {
    install(response.socket);
    return bodyBytes;
  }
  // A pipelined response gets its socket when its turn comes.
  response.assignSocket = (socket) => {
    install(socket);
    ServerResponse.prototype.assignSocket.call(response, socket);
  };
  return bodyBytes;
}
