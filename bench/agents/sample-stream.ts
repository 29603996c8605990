import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Outcome } from '../../clients/download/outcome.ts';
import { outcomeSchema } from '../../clients/download/outcome-schema.ts';
import { AgentError } from '../../lib/errors/agent-error.ts';
import { executed } from './redis/redis-refusal.ts';

/** The most that one entry of a stream holds, unless one outcome is larger. */
const CHUNK_BYTES = 1_000_000;

/** How many entries are read at once. */
const READ_AT_ONCE = 4;

/** How long outcomes are kept that nobody reads, in milliseconds. */
const KEPT_MS = 600_000;

/** Items are called as they were asked for. */
const sampleSchema = outcomeSchema.extend({ code: z.string() });

/** Outcomes as texts of at most 1 MB, each a list of JSON. */
export function* chunks(outcomes: Iterable<Outcome>, mostBytes = CHUNK_BYTES): Generator<string> {
  let lines: string[] = [];
  // The brackets around them.
  let size = 2;
  for (const outcome of outcomes) {
    const line = JSON.stringify(outcome);
    const bytes = Buffer.byteLength(line) + 1;
    if (lines.length > 0 && size + bytes > mostBytes) {
      yield `[${lines.join()}]`;
      [lines, size] = [[], 2];
    }
    lines.push(line);
    size += bytes;
  }
  if (lines.length > 0) yield `[${lines.join()}]`;
}

/** Sends outcomes into the stream of that key, chunk after chunk, so that Redis need not take all of them at once. */
export async function sendSamples(redis: Redis, key: string, outcomes: Iterable<Outcome>): Promise<void> {
  let number = 0;
  for (const chunk of chunks(outcomes)) {
    await executed(redis.multi().xadd(key, '*', 'number', number++, 'outcomes', chunk).pexpire(key, KEPT_MS));
  }
}

/**
 * The outcomes in the stream of that key, a chunk at a time; what has been read is deleted. A chunk that was sent twice,
 * because the connection broke before it was known to have come, is read once.
 *
 * @throws AgentError for what is no chunk of outcomes
 */
export async function* readSamples(redis: Redis, key: string): AsyncGenerator<Outcome[]> {
  let next = 0;
  while (true) {
    const entries = await redis.xrange(key, '-', '+', 'COUNT', READ_AT_ONCE);
    if (entries.length === 0) break;
    for (const [, [, number, , chunk]] of entries) {
      if (Number(number) < next) continue;
      next = Number(number) + 1;
      yield readChunk(chunk);
    }
    await redis.xdel(key, ...entries.map(([id]) => id));
  }
  await redis.del(key);
}

function readChunk(text = ''): Outcome[] {
  try {
    return z.array(sampleSchema).parse(JSON.parse(text));
  } catch (cause) {
    throw new AgentError('what an agent has sent are no outcomes', { cause });
  }
}
