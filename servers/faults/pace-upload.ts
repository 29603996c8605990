import type { IncomingMessage } from 'node:http';
import { timerAt } from '../../lib/concurrency/timer-at.ts';
import { type PacedPiece, pacedPieces } from './answer/paced-pieces.ts';
import { Timetable } from './answer/timetable.ts';
import type { Fate } from './contract/fate.ts';

/** So many bytes may wait to be read: past that the client has to wait. */
const HIGH_WATER_BYTES = 65_536;

const clock = (): number => performance.now();

/**
 * Has the body of a request read no faster than its fate says, by whoever reads it; once enough waits, its client has to wait
 * too.
 *
 * @param held called with how long each piece was held back by the pace, in milliseconds
 */
export function paceUpload(request: IncomingMessage, fate: Fate, held: (ms: number) => void): void {
  const { uploadBytesPerSecond: bytesPerSecond } = fate;
  if (bytesPerSecond === undefined) return;
  const pacer = new UploadPacer(request, bytesPerSecond, held);
  request.push = pacer.push;
  request._read = pacer.read;
  request.once('close', pacer.stop);
}

/** Stands between the parser, which pushes what has come of a body, and the request, from which it is read. */
class UploadPacer {
  readonly #bytesPerSecond: number;
  readonly #held: (ms: number) => void;
  readonly #push: IncomingMessage['push'];
  readonly #read: IncomingMessage['_read'];
  readonly #timetable = new Timetable(clock);
  readonly #pieces: PacedPiece[] = [];
  #waitingBytes = 0;
  #isWhole = false;
  /** Whether somebody reads the body: what nobody reads Node throws away once the request is answered. */
  #isRead = false;
  /** Whether the request has enough for its reader at the moment. */
  #isFull = false;
  /** Whether a piece is being passed, so that what this brings about does not pass the next one amid it. */
  #isPassing = false;
  /** Ends the wait for the moment of the next piece. */
  #cancel: (() => void) | undefined;

  constructor(request: IncomingMessage, bytesPerSecond: number, held: (ms: number) => void) {
    this.#bytesPerSecond = bytesPerSecond;
    this.#held = held;
    this.#push = request.push.bind(request);
    this.#read = request._read.bind(request);
  }

  /** Stands in for `request.push`; null is the end of the body. */
  readonly push = (chunk: Buffer | null): boolean => {
    if (chunk === null) this.#isWhole = true;
    else {
      for (const piece of pacedPieces(chunk, this.#bytesPerSecond)) this.#pieces.push(piece);
      this.#waitingBytes += chunk.length;
    }
    this.#passNext();
    return this.#waitingBytes < HIGH_WATER_BYTES;
  };

  /** Stands in for `request._read`. */
  readonly read = (): void => {
    this.#isRead = true;
    this.#isFull = false;
    this.#passNext();
    this.#readMore();
  };

  /** Drops what has not been passed. */
  readonly stop = (): void => {
    this.#cancel?.();
    this.#pieces.length = 0;
  };

  #readMore(): void {
    if (this.#isRead && this.#waitingBytes < HIGH_WATER_BYTES) this.#read(HIGH_WATER_BYTES);
  }

  #passNext(): void {
    if (this.#isPassing || this.#cancel !== undefined) return;
    this.#isPassing = true;
    while (this.#cancel === undefined && !this.#isFull && this.#pieces.length > 0)
      this.#passInTime(this.#pieces.shift()!);
    this.#isPassing = false;
    if (this.#cancel !== undefined) return;
    this.#timetable.pause();
    if (this.#isWhole && this.#pieces.length === 0) this.#push(null);
  }

  #passInTime(piece: PacedPiece): void {
    const dueMs = this.#timetable.next(piece.afterMs);
    if (dueMs <= clock()) {
      this.#pass(piece);
      return;
    }
    this.#cancel = timerAt(dueMs, clock, () => {
      this.#cancel = undefined;
      this.#pass(piece);
      this.#passNext();
    });
  }

  #pass({ bytes, afterMs }: PacedPiece): void {
    this.#waitingBytes -= bytes.length;
    this.#held(afterMs);
    // Whoever reads may ask for more while this is passed.
    this.#isFull = true;
    if (this.#push(bytes)) this.#isFull = false;
    this.#readMore();
  }
}
