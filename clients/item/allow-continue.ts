import type { Socket } from 'node:net';

const [H, ZERO, ONE, TWO] = [0x48, 0x30, 0x31, 0x32];

/** Where the digits of a status stand in `HTTP/1.1 100`. */
const STATUS_AT = 'HTTP/1.1 '.length;

/**
 * Lets a server send `100 Continue` before its answer, which nobody needs to have asked for (RFC 9110, 15.2). undici takes
 * one for a broken answer, though not the other informational statuses, so each is turned into a 102 as it is read.
 */
export function allowContinue(socket: Socket): void {
  const read = socket.read.bind(socket);
  let isInside = false;
  socket.read = (size?: number) => {
    const chunk: Buffer | null = read(size);
    if (chunk !== null && (isInside || isInformational(chunk, 0))) isInside = passInformational(chunk, isInside);
    return chunk;
  };
}

/** Goes over the informational answers that a chunk begins with. Returns whether the last of them goes on in the next chunk. */
function passInformational(chunk: Buffer, isInside: boolean): boolean {
  let at = isInside ? endOfHead(chunk, 0) : 0;
  while (at >= 0 && isInformational(chunk, at)) {
    const last = at + STATUS_AT + 2;
    if (chunk[last - 1] === ZERO && chunk[last] === ZERO) chunk[last] = TWO;
    at = endOfHead(chunk, at);
  }
  return at < 0;
}

function isInformational(chunk: Buffer, at: number): boolean {
  return chunk[at] === H && chunk[at + STATUS_AT] === ONE && chunk.toString('latin1', at, at + 5) === 'HTTP/';
}

/** Where what follows a head begins; -1 where the head does not end in this chunk. */
function endOfHead(chunk: Buffer, at: number): number {
  const end = chunk.indexOf('\r\n\r\n', at);
  return end < 0 ? -1 : end + 4;
}
