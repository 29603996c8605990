// Whether the fit finds what is known: `npm run trials:usl [trials]`. Each trial makes up a server from its seed, with
// slots, contention and coherency, sweeps it with the async client and asks whether the fit's intervals hold all of them.
import { mean } from 'simple-statistics';
import type { WhyNot } from '../../bench/statistics/why-not.ts';
import { fitUsl, type ThroughputMeasurement, type UslFit } from '../../bench/sweep/usl-fit.ts';
import { strategy } from '../../clients/strategies.ts';
import { generator } from '../../lib/chance/generator.ts';
import { asCompleted } from '../../lib/concurrency/as-completed.ts';
import { Semaphore } from '../../lib/concurrency/semaphore.ts';
import { countryCodes } from '../../lib/flags/country-codes.ts';
import { startLab } from '../../servers/lab/start-lab.ts';

/** A server as it is. */
interface Truth {
  readonly slots: number;
  readonly contention: number;
  readonly coherency: number;
}

/** What a trial has found. */
interface Trial {
  readonly seed: number;
  readonly truth: Truth;
  readonly fit: UslFit | WhyNot;
}

const TRIALS = Number(process.argv[2] ?? 20);
/** Six or more; some below the slots, some above. */
const LEVELS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32];
const REPETITIONS = 2;
/** Long beside the millisecond or so that sockets and timers add, which the law knows nothing of. */
const SERVICE_MS = 1000;
/** The servers mostly wait, so many trials can share the machine. */
const AT_ONCE = 20;
const HELD_NEEDED = 0.9;

const seeds = Array.from({ length: TRIALS }, (_, i) => i + 1);
const room = new Semaphore(AT_ONCE);
let held = 0;
for await (const { result } of asCompleted(seeds, (seed) => room.run(() => tryOnce(seed)))) {
  const { text, holds } = describe(result);
  if (holds) held += 1;
  console.log(text);
}
console.log(`All intervals hold the truth in ${held} of ${TRIALS} trials.`);
process.exitCode = held >= HELD_NEEDED * TRIALS ? 0 : 1;

async function tryOnce(seed: number): Promise<Trial> {
  const truth = madeUp(seed);
  const { slots, contention, coherency } = truth;
  const service = `normal:${SERVICE_MS}ms,${SERVICE_MS / 10}ms`;
  const faults = [`capacity=${slots},service=${service},queue=64,contention=${contention},coherency=${coherency}`];
  await using lab = await startLab({ LIMITED: { faults } }, { seed, threads: true });
  const baseUrl = `${lab.url('LIMITED')}/flags`;
  await throughputAt(slots, baseUrl); // Warms up.
  const measurements: ThroughputMeasurement[] = [];
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    for (const m of repetition % 2 === 0 ? LEVELS : LEVELS.toReversed()) {
      measurements.push({ m, throughput: await throughputAt(m, baseUrl) });
    }
  }
  return { seed, truth, fit: fitUsl(measurements, { seed }) };
}

/** Capacity ends before the law itself bends down: of two ends that fall together no sweep can tell which it has seen. */
function madeUp(seed: number): Truth {
  const next = generator(seed, 'truth');
  return {
    slots: 6 + Math.floor(next() * 7),
    contention: round(0.04 * next()),
    coherency: round(0.001 * next()),
  };
}

/**
 * Answers a second while m requests are in flight: m over the mean time that each took (Little's law), without those of
 * the beginning and the end, when fewer are.
 */
async function throughputAt(m: number, baseUrl: string): Promise<number> {
  const items = 2 * m + Math.max(40, 6 * m);
  const codes = Array.from({ length: items }, (_, i) => countryCodes()[i % countryCodes().length]!);
  const outcomes = await Array.fromAsync(strategy('async').download(codes, { baseUrl, m, timeoutMs: 60_000 }));
  const failed = outcomes.find(({ kind }) => kind !== 'ok');
  if (failed !== undefined) throw new Error(`an item ended as ${failed.kind}: ${failed.error}`);
  const steady = outcomes.toSorted((a, b) => a.startedMs - b.startedMs).slice(m, -m);
  return (m * 1000) / mean(steady.map(({ startedMs, endedMs }) => endedMs - startedMs));
}

function describe({ seed, truth, fit }: Trial): { text: string; holds: boolean } {
  if (!fit.ok) return { text: `seed ${seed}: no fit, ${fit.why}`, holds: false };
  const rows = [
    ['γ', 1000 / SERVICE_MS, fit.unitThroughput],
    ['α', truth.contention, fit.contention],
    ['β', truth.coherency, fit.coherency],
    ['slots', truth.slots, fit.slots],
  ] as const;
  const parts = rows.map(([name, known, interval]) => {
    if (interval === undefined) return { text: `${name} ${known} not seen`, holds: false };
    const holds = interval.low <= known && known <= interval.high;
    const text = `${name} ${known}${holds ? '' : ' OUTSIDE'} (${interval.low.toPrecision(3)} to ${interval.high.toPrecision(3)})`;
    return { text, holds };
  });
  return {
    text: `seed ${seed}: ${parts.map(({ text }) => text).join(', ')}`,
    holds: parts.every(({ holds }) => holds),
  };
}

function round(value: number): number {
  return Number(value.toFixed(5));
}
