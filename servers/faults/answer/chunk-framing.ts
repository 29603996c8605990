/** Where a chunk is within some bytes. */
export interface Chunk {
  /** How much data it has; 0 for the last one, which ends the body. */
  readonly size: number;
  /** Where the line with its size begins: 0 where that has begun before these bytes. */
  readonly lineAt: number;
  /** Where its data begin. */
  readonly dataAt: number;
}

/** Follows a body in chunks (RFC 9112, 7.1), whichever pieces it comes in. */
export class ChunkFraming {
  /** What has come of a line with a size. */
  #line = '';
  /** How many bytes are left of a chunk's data and of the line break after them. */
  #left = 0;

  /** The chunks whose lines end within these bytes, in their order. */
  *chunksIn(bytes: Buffer): Generator<Chunk> {
    let at = 0;
    while (at < bytes.length) {
      const skipped = Math.min(this.#left, bytes.length - at);
      this.#left -= skipped;
      at += skipped;
      const end = bytes.indexOf('\n', at) + 1;
      const lineAt = this.#line === '' ? at : 0;
      this.#line += bytes.toString('latin1', at, end === 0 ? bytes.length : end);
      if (end === 0) return;
      const size = Number.parseInt(this.#line, 16);
      yield { size, lineAt, dataAt: end };
      this.#line = '';
      this.#left = size + '\r\n'.length;
      at = end;
    }
  }
}
