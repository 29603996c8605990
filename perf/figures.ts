import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { median } from 'simple-statistics';
import type { MeasuredCell } from '../bench/result/cell.ts';
import type { BenchResult } from '../bench/result/result.ts';
import { contender, runClient, runOnAnyCore, startServer } from './pinned.ts';

const run = promisify(execFile);

/** How often each figure is measured. */
const ROUNDS = 5;

/** One line of `make perf` that is no comparison with another's speed. */
export interface Figure {
  readonly name: string;
  readonly what: string;
  readonly unit: string;
  /** The bound that is promised, and on which side of it the figure is to be. */
  readonly bound: number;
  readonly side: 'at least' | 'at most';
  readonly measure: () => Promise<number>;
}

/** Figures that `make perf` measures beside the comparisons. */
export const FIGURES: readonly Figure[] = [
  {
    name: 'delay-lateness',
    what: 'how late DELAY answers against its fates, p99 with 1,000 waiting',
    unit: 'ms',
    bound: 3,
    side: 'at most',
    measure: async () => (await runOnAnyCore<{ p99Ms: number }>('delay-lateness')).p99Ms,
  },
  {
    name: 'recorder-cost',
    what: "the recorder's share of the CPU time of a request to LOCAL",
    unit: 'of it',
    bound: 0.05,
    side: 'at most',
    measure: async () => (await runClient<{ share: number }>('recorder-cost')).share,
  },
  {
    name: 'async-efficiency',
    what: 'efficiency of async with all 20 flags in flight on DELAY at time scale 0.1',
    unit: 'of the ideal',
    bound: 0.97,
    side: 'at least',
    measure: async () => (await benchCell('-s', 'DELAY')).efficiency!,
  },
  {
    name: 'bench-cost',
    what: "goodput of the bench's async cell on LOCAL against a bare undici loop in the same time",
    unit: 'x',
    bound: 0.85,
    side: 'at least',
    measure: benchAgainstLoop,
  },
];

/** The median of several rounds. */
export async function figure({ measure }: Figure): Promise<number> {
  const values: number[] = [];
  for (let round = 0; round < ROUNDS; round++) values.push(await measure());
  return median(values);
}

/** One cell of a bench with these options, in the bench's own processes. */
async function benchCell(...options: readonly string[]): Promise<MeasuredCell> {
  const results = await mkdtemp(join(tmpdir(), 'flaglab-perf-'));
  const cli = new URL('../cli/main.ts', import.meta.url).pathname;
  const args = [cli, 'bench', '-c', 'async', ...options, '--results', results, '--json', '-'];
  try {
    const { stdout } = await run(process.execPath, args, { maxBuffer: 2 ** 26 });
    return (JSON.parse(stdout) as BenchResult).cells[0] as MeasuredCell;
  } finally {
    await rm(results, { recursive: true });
  }
}

/** The same flags with the same concurrency and as many to warm up, in a process that does nothing else. */
async function benchAgainstLoop(): Promise<number> {
  const { goodputPerSecond, items, m } = await benchCell('-s', 'LOCAL', '-a', '-m', '194');
  await using server = await startServer(contender('bare-server'));
  const loop = await runClient<{ perSecond: number }>('undici-loop', `${server.url}/flags`, m, items, items);
  return goodputPerSecond / loop.perSecond;
}
