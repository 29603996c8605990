// How many shares and records a bench takes from its agents by way of one Redis, and in how much memory:
// `npm run trials:merged [records]`. Four processes send records as agents do; this one merges them in the order of time as
// they come, writes a line for each, and knows the percentiles of all at the end.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Queue, QueueEvents, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { readSamples } from '../../bench/agents/sample-stream.ts';
import type { Outcome } from '../../clients/download/outcome.ts';
import { startRedis } from '../../scripts/start-redis.ts';

const RECORDS = Number(process.argv[2] ?? 10_000_000);
const AGENTS = 4;
const JOBS = 5000;
const MOST_MB = 2000;
const MB = 1e6;

await using redis = await startRedis();
console.log(
  `${(await sharesPerSecond(redis.url)).toFixed(0)} shares/s pass through the queue, with ${AGENTS} agents that do nothing with them`,
);
const folder = await mkdtemp(join(tmpdir(), 'flaglab-merged-'));
try {
  await mergeAll(redis.url, join(folder, 'records.ndjson'));
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** How many jobs a second are queued, taken and ended. */
async function sharesPerSecond(url: string): Promise<number> {
  const connection = { url, maxRetriesPerRequest: null };
  await using queue = closing(new Queue('trial', { connection }));
  await using events = closing(new QueueEvents('trial', { connection }));
  await events.it.waitUntilReady();
  let ended = 0;
  const all = Promise.withResolvers<void>();
  events.it.on('completed', () => {
    ended += 1;
    if (ended === JOBS) all.resolve();
  });
  const workers = Array.from({ length: AGENTS }, () => new Worker('trial', async () => {}, { connection }));
  const beganMs = performance.now();
  const opts = { removeOnComplete: true };
  await queue.it.addBulk(Array.from({ length: JOBS }, (_, index) => ({ name: 'share', data: { index }, opts })));
  await all.promise;
  const tookMs = performance.now() - beganMs;
  await Promise.all(workers.map((worker) => worker.close()));
  return JOBS / (tookMs / 1000);
}

async function mergeAll(url: string, file: string): Promise<void> {
  const beganMs = performance.now();
  const keys = Array.from({ length: AGENTS }, (_, i) => `trial:samples:${i}`);
  const senders = keys.map((key) => sender(url, key, Math.ceil(RECORDS / AGENTS)));
  await Promise.all(senders.map((process) => once(process, 'close')));
  const sentMs = performance.now() - beganMs;
  const client = new Redis(url);
  const redisMb = Number(/^used_memory_peak:(\d+)/m.exec(await client.info('memory'))?.[1]) / MB;

  const latenciesMs = new Float64Array(AGENTS * Math.ceil(RECORDS / AGENTS));
  const lines = createWriteStream(file);
  let merged = 0;
  let mostMb = 0;
  let lastMs = Number.NEGATIVE_INFINITY;
  for await (const outcome of inTime(keys.map((key) => readSamples(client, key)))) {
    if (outcome.endedMs < lastMs) throw new Error(`record ${merged} is out of order`);
    lastMs = outcome.endedMs;
    latenciesMs[merged++] = outcome.endedMs - outcome.startedMs;
    if (!lines.write(`${JSON.stringify(outcome)}\n`)) await once(lines, 'drain');
    if (merged % 100_000 === 0) mostMb = Math.max(mostMb, process.memoryUsage.rss() / MB);
  }
  lines.end();
  await once(lines, 'close');
  await client.quit();
  const mergedMs = performance.now() - beganMs - sentMs;
  latenciesMs.sort();
  mostMb = Math.max(mostMb, process.memoryUsage.rss() / MB);

  const perSecond = (ms: number) => `${((merged / ms) * 1000).toFixed(0)}/s`;
  console.log(
    `${merged} records of ${RECORDS}: sent ${perSecond(sentMs)}, merged ${perSecond(mergedMs)}, ${((await stat(file)).size / MB).toFixed(0)} MB of lines written`,
  );
  const p99Ms = latenciesMs[Math.ceil(0.99 * merged) - 1]!;
  console.log(
    `at most ${mostMb.toFixed(0)} MB in the process that merges, ${redisMb.toFixed(0)} MB in Redis; p99 of all ${p99Ms.toFixed(1)} ms, 495 by the draws`,
  );
  process.exitCode = merged >= RECORDS && mostMb < MOST_MB && Math.abs(p99Ms - 495) < 1 ? 0 : 1;
}

function sender(url: string, key: string, records: number): ChildProcess {
  const file = fileURLToPath(new URL('./merging/send-samples.ts', import.meta.url));
  return spawn(process.execPath, [file, url, key, String(records)], { stdio: 'inherit' });
}

/** Outcomes of several streams in the order of their ends; each stream has them in that order. */
async function* inTime(streams: readonly AsyncIterator<Outcome[]>[]): AsyncGenerator<Outcome> {
  const heads = await Promise.all(streams.map((stream) => headOf(stream)));
  while (true) {
    let [first] = heads;
    for (const head of heads) if (head.endedMs < first!.endedMs) first = head;
    const next = first?.outcomes[first.at];
    if (first === undefined || next === undefined) return;
    yield next;
    first.at += 1;
    if (first.at === first.outcomes.length) Object.assign(first, await headOf(first.stream));
    else first.endedMs = first.outcomes[first.at]!.endedMs;
  }
}

/** The next chunk of a stream; one that is over ends after all others. */
async function headOf(stream: AsyncIterator<Outcome[]>) {
  const { value, done } = await stream.next();
  const outcomes: Outcome[] = done === true ? [] : value;
  return { stream, outcomes, at: 0, endedMs: outcomes[0]?.endedMs ?? Number.POSITIVE_INFINITY };
}

function closing<T extends { close(): Promise<void> }>(it: T): AsyncDisposable & { readonly it: T } {
  return { it, [Symbol.asyncDispose]: () => it.close() };
}
