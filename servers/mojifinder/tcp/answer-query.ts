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
  for await (const { text, before, total } of answerOf(finder, query)) {
    if (before === 0) onFirstByte();
    const whole = wholeLines(decided, total) - before;
    const lines = whole < PAGE ? text.split(/(?<=\n)/) : [];
    if (whole >= lines.length) {
      await writer.write(Buffer.from(text));
      continue;
    }
    await writer.write(Buffer.from(lines.slice(0, whole).join('')));
    const cut = Buffer.from(lines[whole]!);
    await writer.write(cut.subarray(0, cut.length / 2));
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
}

/** What a query finds, as lines, and after the last how many they are. */
async function* answerOf(finder: Finder, query: string): AsyncGenerator<Part> {
  for (let before = 0; ; before += PAGE) {
    const { total, text } = await finder.find(query, before, before + PAGE, 'lines');
    const isLast = before + PAGE >= total;
    yield { text: isLast ? `${text}${statusLine(total)}\r\n` : text, before, total: total + 1 };
    if (isLast) return;
  }
}

/** After how many lines an answer is cut, amid the next: half of them or, where it would be amid the headers, none. */
function wholeLines({ resetAt, truncated }: Fate, total: number): number {
  if (resetAt === 'headers') return 0;
  return resetAt === undefined && !truncated ? Number.POSITIVE_INFINITY : Math.floor(total / 2);
}

function breakOff(socket: Socket): Ended {
  resetSocket(socket);
  return 'reset';
}
