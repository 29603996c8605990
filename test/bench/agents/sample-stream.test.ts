import { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import { chunks, readSamples, sendSamples } from '../../../bench/agents/sample-stream.ts';
import type { Outcome } from '../../../clients/download/outcome.ts';
import { startRedis } from '../../../scripts/start-redis.ts';

const outcomes: Outcome[] = Array.from({ length: 9000 }, (_, i) => ({
  code: `item-${i}-é`,
  kind: 'ok',
  status: 200,
  bytes: i,
  requests: 1,
  startedMs: i,
  firstByteMs: i + 0.5,
  endedMs: i + 1,
  error: undefined,
  file: undefined,
}));

it('sends outcomes in chunks of at most 1 MB, and none is lost', () => {
  const texts = [...chunks(outcomes)];
  expect(texts.length).toBeGreaterThan(1);
  expect(Math.max(...texts.map((text) => Buffer.byteLength(text)))).toBeLessThanOrEqual(1_000_000);
  expect(texts.flatMap((text) => JSON.parse(text))).toHaveLength(outcomes.length);
  expect([...chunks([])]).toEqual([]);
});

it('reads what was sent, a chunk that came twice once, and deletes it', async () => {
  await using server = await startRedis();
  const redis = new Redis(server.url);
  try {
    await sendSamples(redis, 'samples', outcomes);
    const [[, fields]] = (await redis.xrevrange('samples', '+', '-', 'COUNT', 1)) as [[string, string[]]];
    await redis.xadd('samples', '*', ...fields);
    const read = (await Array.fromAsync(readSamples(redis, 'samples'))).flat();
    expect(read.map(({ code, endedMs }) => [code, endedMs])).toEqual(
      outcomes.map(({ code, endedMs }) => [code, endedMs]),
    );
    expect(await redis.exists('samples')).toBe(0);
  } finally {
    redis.disconnect();
  }
});

it('refuses what is no chunk of outcomes', async () => {
  await using server = await startRedis();
  const redis = new Redis(server.url);
  try {
    await redis.xadd('samples', '*', 'number', '0', 'outcomes', '[{"code":"BR"}]');
    await expect(Array.fromAsync(readSamples(redis, 'samples'))).rejects.toThrow('are no outcomes');
  } finally {
    redis.disconnect();
  }
});
