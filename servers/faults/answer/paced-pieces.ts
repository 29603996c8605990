/** How often what is held back sends its next piece, in milliseconds. */
export const TICK_MS = 20;

/** A piece of bytes, and how long after the one before it is due. */
export interface PacedPiece {
  readonly bytes: Buffer;
  readonly afterMs: number;
}

/** Cuts bytes to the pieces that a pace sends one after another; all in one where there is none. */
export function* pacedPieces(bytes: Buffer, bytesPerSecond: number | undefined): Generator<PacedPiece> {
  if (bytesPerSecond === undefined) {
    if (bytes.length > 0) yield { bytes, afterMs: 0 };
    return;
  }
  const step = Math.max(1, Math.floor((bytesPerSecond * TICK_MS) / 1000));
  for (let at = 0; at < bytes.length; at += step) {
    const piece = bytes.subarray(at, at + step);
    yield { bytes: piece, afterMs: (piece.length / bytesPerSecond) * 1000 };
  }
}
