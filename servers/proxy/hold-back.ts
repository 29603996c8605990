import type { Socket } from 'node:net';

/** How much a client may send ahead. */
const MAX_AHEAD_BYTES = 65_536;

/**
 * Reads on from a socket that nobody else reads, so that its being closed is noticed, and keeps what comes. A client that
 * sends too much ahead is let go. One that closes its writing half may still wait for an answer, as one of any other request.
 *
 * @param head what has been read before
 * @returns ends it and gives all that came
 */
export function holdBack(socket: Socket, head: Buffer): () => Buffer {
  const chunks = [head];
  let bytes = head.length;
  const keep = (chunk: Buffer) => {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > MAX_AHEAD_BYTES) socket.destroy();
  };
  socket.on('data', keep);
  return () => {
    socket.off('data', keep).pause();
    return Buffer.concat(chunks);
  };
}
