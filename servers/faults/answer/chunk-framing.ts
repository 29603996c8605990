/** A piece of a body in chunks, as it is on the wire. */
export interface FramedPiece {
  readonly bytes: Buffer;
  /** Whether it is of the data; else it frames them. */
  readonly isData: boolean;
  /** How much data the chunk has whose line ends here, 0 for the last one, which ends the body; absent for all other pieces. */
  readonly size?: number;
}

/** What follows the data of a chunk. */
const LINE_BREAK = '\r\n'.length;

/** Tells the data of a body in chunks (RFC 9112, 7.1) from their framing, whichever pieces it comes in. */
export class ChunkFraming {
  /** What has come of a line with a size. */
  #line = '';
  /** How many bytes are left of a chunk's data, and of the line break after them. */
  #dataLeft = 0;
  #breakLeft = 0;
  /** Whether the last chunk has come: what follows are trailers. */
  #isOver = false;

  /** The pieces of these bytes, in their order; together they are the bytes. */
  *piecesOf(bytes: Buffer): Generator<FramedPiece> {
    for (let rest = bytes; rest.length > 0; ) {
      const piece = this.#first(rest);
      rest = rest.subarray(piece.bytes.length);
      yield piece;
    }
  }

  #first(bytes: Buffer): FramedPiece {
    if (this.#isOver) return { bytes, isData: false };
    if (this.#dataLeft > 0) {
      const data = bytes.subarray(0, this.#dataLeft);
      this.#dataLeft -= data.length;
      return { bytes: data, isData: true };
    }
    if (this.#breakLeft > 0) {
      const lineBreak = bytes.subarray(0, this.#breakLeft);
      this.#breakLeft -= lineBreak.length;
      return { bytes: lineBreak, isData: false };
    }
    const end = bytes.indexOf('\n') + 1;
    const line = end === 0 ? bytes : bytes.subarray(0, end);
    this.#line += line.toString('latin1');
    if (end === 0) return { bytes: line, isData: false };
    const size = Number.parseInt(this.#line, 16);
    this.#line = '';
    this.#dataLeft = size;
    this.#breakLeft = LINE_BREAK;
    this.#isOver = size === 0;
    return { bytes: line, isData: false, size };
  }
}
