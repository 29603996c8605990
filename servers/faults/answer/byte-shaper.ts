import type { Socket } from 'node:net';
import { at } from '../../../lib/at.ts';
import { resetSocket } from '../../http/reset-socket.ts';
import { endsWithHeaders } from '../../http/send-body.ts';
import type { Fate } from '../contract/fate.ts';
import { ChunkFraming } from './chunk-framing.ts';
import { cutAt, headersCutAt } from './cut-at.ts';
import { type PacedPiece, pacedPieces, TICK_MS } from './paced-pieces.ts';
import { Timetable } from './timetable.ts';

/** How many bytes may wait to be paced before the writer is asked to pause. */
const HIGH_WATER_BYTES = 65_536;

const END_OF_HEADERS = '\r\n\r\n';

/** The begin of an answer such as 100 Continue, after which the one that counts is still to come. */
const INTERIM = /^HTTP\/1\.1 1(?!01)/;

const CHUNKED = /\r\ntransfer-encoding: *chunked/i;

/** Where a body is cut that is not cut, or whose half shows only when its first bytes come. */
const NOT_KNOWN = Number.POSITIVE_INFINITY;

/** How an answer begins. */
const STATUS_LINE = /^HTTP\/1\.1 (\d{3})/;

/** What of a fate bends the bytes of an answer. */
export type Shape = Pick<Fate, 'slowHeadersMs' | 'bytesPerSecond' | 'resetAt' | 'truncated' | 'cutAfterBytes'>;

/** How a shape ends a connection early. */
type Ending = 'reset' | 'close';

/** How the connection ends amid the body, if it does. */
function cutOf({ resetAt, truncated }: Shape): Ending | undefined {
  if (resetAt === 'body') return 'reset';
  return truncated ? 'close' : undefined;
}

/** How long the headers say that the body is; undefined where they do not. */
function lengthOf(headers: string): number | undefined {
  const [, length] = /\r\ncontent-length: *(\d+)/i.exec(headers) ?? [];
  return length === undefined ? undefined : Number(length);
}

const clock = (): number => performance.now();

type WriteCallback = (error?: Error | null) => void;

interface Piece extends PacedPiece {
  readonly isBody?: boolean;
  readonly callback?: WriteCallback | undefined;
  readonly end?: Ending | undefined;
}

/** Takes what a response writes to its socket, cuts it to pieces and sends each in its time. */
export class ByteShaper {
  readonly #socket: Socket;
  readonly #shape: Shape;
  readonly #write: Socket['write'];
  readonly #isHead: boolean;
  readonly #onBreakOff: () => void;
  readonly #pieces: Piece[] = [];
  readonly #timetable = new Timetable(clock);
  /** How the connection ends amid the body, if it does. */
  readonly #ending: Ending | undefined;
  #waitingBytes = 0;
  #bodyBytes = 0;
  #cancel: (() => void) | undefined;
  #sending = false;
  #headersSeen = false;
  /** How many bytes of the body are sent before the connection ends; what frames them is not counted. */
  #bodyLeft = NOT_KNOWN;
  /** The framing of a body in chunks; undefined for others. */
  #framing: ChunkFraming | undefined;
  #isCut = false;

  /** @param isHead whether the request asks for the headers alone */
  constructor(socket: Socket, shape: Shape, isHead: boolean, onBreakOff: () => void) {
    this.#socket = socket;
    this.#shape = shape;
    this.#ending = cutOf(shape);
    this.#isHead = isHead;
    this.#onBreakOff = onBreakOff;
    this.#write = socket.write.bind(socket);
  }

  /** How many bytes wait for their time. */
  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** How many bytes have left of the body, without what frames it. */
  get bodyBytes(): number {
    return this.#bodyBytes;
  }

  /** Stands in for `socket.write`. */
  readonly write = (
    chunk: Buffer | string,
    encoding?: BufferEncoding | WriteCallback | null,
    callback?: WriteCallback,
  ) => {
    const done = typeof encoding === 'function' ? encoding : callback;
    const bytes =
      typeof chunk === 'string' ? Buffer.from(chunk, typeof encoding === 'string' ? encoding : 'utf8') : chunk;
    this.#cut(bytes, done);
    if (!this.#sending) this.#sendNext();
    return this.#waitingBytes < HIGH_WATER_BYTES;
  };

  /** Drops what has not been sent. */
  stop(): void {
    this.#cancel?.();
    this.#pieces.length = 0;
    this.#waitingBytes = 0;
  }

  #cut(bytes: Buffer, callback: WriteCallback | undefined): void {
    if (!this.#headersSeen && INTERIM.test(bytes.toString('latin1', 0, 12))) {
      this.#push({ bytes, afterMs: 0, callback });
      return;
    }
    let body = bytes;
    if (!this.#headersSeen) {
      this.#headersSeen = true;
      const bodyAt = bytes.indexOf(END_OF_HEADERS) + END_OF_HEADERS.length;
      body = bytes.subarray(bodyAt);
      this.#cutHeaders(bytes.subarray(0, bodyAt));
    }
    if (body.length > 0) this.#cutBody(body);
    this.#push({ bytes: Buffer.alloc(0), afterMs: 0, callback });
  }

  #cutHeaders(headers: Buffer): void {
    const { slowHeadersMs, resetAt, cutAfterBytes } = this.#shape;
    const text = headers.toString('latin1');
    const length = this.#isHead || endsWithHeaders(Number(STATUS_LINE.exec(text)?.[1])) ? 0 : lengthOf(text);
    // Where there is no body to cut, it is the headers that do not come whole.
    if (resetAt === 'headers' || (this.#ending !== undefined && length === 0)) {
      this.#push({
        bytes: headers.subarray(0, headersCutAt(headers)),
        afterMs: 0,
        end: resetAt === undefined ? 'close' : 'reset',
      });
      return;
    }
    if (this.#ending !== undefined) {
      this.#bodyLeft = length === undefined ? (cutAfterBytes ?? NOT_KNOWN) : cutAt(length, cutAfterBytes);
    }
    if (length === undefined && CHUNKED.test(text)) this.#framing = new ChunkFraming();
    const pieces = Math.max(1, Math.min(headers.length, Math.floor(slowHeadersMs / TICK_MS)));
    for (let i = 0; i < pieces; i++) {
      const [from, to] = [i, i + 1].map((n) => Math.round((headers.length * n) / pieces));
      this.#push({ bytes: headers.subarray(from, to), afterMs: slowHeadersMs / pieces });
    }
    if (this.#bodyLeft === 0 && this.#ending !== undefined) this.#pushEnd(this.#ending);
  }

  #cutBody(body: Buffer): void {
    if (this.#isCut) return;
    if (this.#framing !== undefined) return void this.#cutChunks(body, this.#framing);
    if (this.#ending !== undefined && this.#bodyLeft === NOT_KNOWN) this.#bodyLeft = Math.floor(body.length / 2);
    this.#pushData(body);
  }

  /** A body of unknown length is cut amid its first chunk, or after so many bytes, but before the chunk that ends it. */
  #cutChunks(body: Buffer, framing: ChunkFraming): void {
    for (const { bytes, isData, size } of framing.piecesOf(body)) {
      if (this.#ending !== undefined && size === 0) this.#pushEnd(this.#ending);
      else if (isData) this.#pushData(bytes);
      else for (const piece of pacedPieces(bytes, this.#shape.bytesPerSecond)) this.#push(piece);
      if (this.#isCut) return;
      if (this.#ending !== undefined && size !== undefined && this.#bodyLeft === NOT_KNOWN)
        this.#bodyLeft = Math.floor(size / 2);
    }
  }

  #pushData(bytes: Buffer): void {
    const sent = bytes.subarray(0, this.#bodyLeft);
    for (const piece of pacedPieces(sent, this.#shape.bytesPerSecond)) this.#push({ ...piece, isBody: true });
    this.#bodyLeft -= sent.length;
    if (this.#ending !== undefined && this.#bodyLeft === 0) this.#pushEnd(this.#ending);
  }

  #pushEnd(end: Ending): void {
    this.#isCut = true;
    this.#push({ bytes: Buffer.alloc(0), afterMs: 0, end });
  }

  #push(piece: Piece): void {
    this.#waitingBytes += piece.bytes.length;
    this.#pieces.push(piece);
  }

  #sendNext(): void {
    const piece = this.#pieces.shift();
    this.#sending = piece !== undefined;
    if (piece === undefined) {
      this.#timetable.pause();
      this.#socket.emit('drain');
      return;
    }
    this.#cancel = at(this.#timetable.next(piece.afterMs), clock, () => this.#send(piece));
  }

  #send({ bytes, isBody, callback, end }: Piece): void {
    this.#waitingBytes -= bytes.length;
    this.#write(bytes, () => {
      if (isBody === true) this.#bodyBytes += bytes.length;
      callback?.();
      if (end === undefined) return this.#sendNext();
      this.#onBreakOff();
      if (end === 'reset') resetSocket(this.#socket);
      else this.#socket.destroySoon();
    });
  }
}
