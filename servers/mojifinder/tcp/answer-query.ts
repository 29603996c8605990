import type { Socket } from 'node:net';
import { sleep } from '../../../lib/concurrency/sleep.ts';
import type { Ended } from '../../../lib/request-record.ts';
import type { Fate } from '../../faults/contract/fate.ts';
import type { FaultWorld } from '../../faults/fault-world.ts';
import { meetFate } from '../../faults/meet-fate.ts';
import { connectionNumber } from '../../http/connection-number.ts';
import { shortKey } from '../../http/request-key.ts';
import { resetSocket } from '../../http/reset-socket.ts';
import { wordsOf } from '../characters/character-index.ts';
import type { Finder } from '../characters/finder.ts';
import { statusLine } from '../characters/result-lines.ts';
import { PacedWriter } from './paced-writer.ts';

/** How many characters are asked of the index at once: so much of an answer is held at a time. */
const PAGE = 500;

/** What a client gets that drew garbage: no characters with names. */
const GARBAGE = Buffer.from('\x16\x03\x01\x00\xff\xfe\x80 nothing with a name \x00\x1b\r\n', 'latin1');

/** What an answer is made with. */
export interface Answering {
  readonly world: FaultWorld;
  readonly finder: Finder;
  readonly socket: Socket;
}

/**
 * Carries out the fate of a query, and writes what it finds: one line for each character, then how many there are. Whatever
 * makes it wait ends when the signal aborts. The record says how it ended.
 *
 * @throws DataError when the index could not be built
 */
export async function answerQuery({ world, finder, socket }: Answering, query: string, signal: AbortSignal) {
  const { recorder } = world;
  const key = shortKey(`FIND ${wordsOf(query).join(' ')}`);
  const connection = connectionNumber(socket, recorder.connectionClosed);
  const { fate: decided, id } = meetFate(world, { key, connection });
  const writer = new PacedWriter(socket, decided.bytesPerSecond, signal);
  let ending: Ended = 'client-gone';
  try {
    ending = await carryOut({
      decided,
      finder,
      socket,
      query,
      writer,
      signal,
      onFirstByte: () => recorder.firstByte(id),
    });
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    if (decided.bytesPerSecond !== undefined) recorder.paced(id, (writer.bytes / decided.bytesPerSecond) * 1000);
    recorder.end(id, ending, 0, ending === 'sent' ? writer.bytes : 0);
    world.onRequest?.(id);
  }
}

interface Way {
  readonly decided: Fate;
  readonly finder: Finder;
  readonly socket: Socket;
  readonly query: string;
  readonly writer: PacedWriter;
  readonly signal: AbortSignal;
  readonly onFirstByte: () => void;
}

async function carryOut({ decided, finder, socket, query, writer, signal, onFirstByte }: Way): Promise<Ended> {
  const { hangs, garbage, resetAt, delayMs } = decided;
  if (hangs) await sleep(Number.POSITIVE_INFINITY, signal);
  if (resetAt === 'connect') return breakOff(socket);
  if (garbage) {
    socket.end(GARBAGE);
    return 'reset';
  }
  await sleep(delayMs, signal);
  for await (const part of answerOf(finder, query)) {
    if (part.before === 0) onFirstByte();
    const bytes = Buffer.from(part.text);
    const whole = wholeBytes(decided, part, bytes.length, writer.bytes);
    await writer.write(bytes.subarray(0, whole));
    if (whole >= bytes.length) continue;
    if (resetAt !== undefined) return breakOff(socket);
    socket.end();
    return 'reset';
  }
  return 'sent';
}

/** A part of an answer. */
interface Part {
  readonly text: string;
  /** How many lines of the answer have come before. */
  readonly before: number;
  /** How many lines the whole answer has. */
  readonly total: number;
  /** Whether nothing comes after it. */
  readonly isLast: boolean;
}

/** What a query finds, as lines, and after the last how many they are. */
async function* answerOf(finder: Finder, query: string): AsyncGenerator<Part> {
  for (let before = 0; ; before += PAGE) {
    const { total, text } = await finder.find(query, before, before + PAGE, 'lines');
    const isLast = before + PAGE >= total;
    yield { text: isLast ? `${text}${statusLine(total)}\r\n` : text, before, total: total + 1, isLast };
    if (isLast) return;
  }
}

/**
 * After how many bytes of a part its answer is cut, as many as it has where it is not: after so many of the answer, but
 * before its last; else amid the line after half of them or, where it would be amid the headers, amid the first.
 */
function wholeBytes(fate: Fate, { text, before, total, isLast }: Part, length: number, written: number): number {
  const { resetAt, truncated, cutAfterBytes } = fate;
  if (resetAt === undefined && !truncated) return length;
  if (cutAfterBytes !== undefined) return Math.min(cutAfterBytes - written, isLast ? length - 1 : length);
  const whole = (resetAt === 'headers' ? 0 : Math.floor(total / 2)) - before;
  const lines = whole < PAGE ? text.split(/(?<=\n)/) : [];
  if (whole >= lines.length) return length;
  const cut = Buffer.byteLength(lines[whole]!);
  return Buffer.byteLength(lines.slice(0, whole).join('')) + Math.floor(cut / 2);
}

function breakOff(socket: Socket): Ended {
  resetSocket(socket);
  return 'reset';
}
