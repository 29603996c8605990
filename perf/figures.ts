import { timerErrorMs } from '../bench/probes/timer-error.ts';
import type { Estimate } from '../bench/statistics/estimate.ts';
import { meanInterval } from '../bench/statistics/mean-interval.ts';
import { benchCell } from './bench-cell.ts';
import { besidePage, noChromium, PAGE_OPEN } from './page-open.ts';
import { runClient, runOnAnyCore } from './pinned.ts';
import { ROUNDS } from './ratio.ts';
import { throttleError } from './throttle-error.ts';
import type { Bar } from './verdict.ts';

/** One row of `make perf` that is no comparison with another's speed. */
export interface Figure extends Bar {
  readonly name: string;
  readonly what: string;
  readonly unit: string;
  /** Resolves to undefined where there is no figure. */
  readonly measure: () => Promise<number | undefined>;
  /** Why there is none on this computer, in a few words; undefined, and absent, where there is. */
  readonly missing?: () => string | undefined;
  /** How much of it this machine adds by itself, measured while nothing of ours runs; absent where it adds nothing. */
  readonly machineError?: () => Promise<number>;
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
    machineError: () => timerErrorMs(),
  },
  {
    name: 'throttle-error',
    what: 'how far throttle is from 10 KB/s, 1 MB/s and 100 MB/s, the furthest of them',
    unit: 'of the rate',
    bound: 0.05,
    side: 'at most',
    measure: throttleError,
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
    measure: async () => (await benchCell('async', '-s', 'DELAY')).efficiency,
  },
  {
    name: 'paced-rate',
    what: 'the share that paced uses of a rate of 50/s with bursts of 10',
    unit: 'of the rate',
    bound: 0.8,
    side: 'at least',
    measure: async () => (await runOnAnyCore<{ share: number }>('paced-share')).share,
  },
  {
    name: 'paced-requests',
    what: 'the requests that paced sends for each flag at that rate',
    unit: 'requests',
    bound: 1.2,
    side: 'at most',
    measure: async () => (await runOnAnyCore<{ requestsPerFlag: number }>('paced-share')).requestsPerFlag,
  },
  {
    name: 'page-long-task',
    what: `the longest task of the page, ${PAGE_OPEN}; Chromium and who asks share the clients' cores`,
    unit: 'ms',
    bound: 200,
    side: 'at most',
    missing: noChromium,
    measure: async () => (await besidePage()).longestTaskMs,
  },
  {
    name: 'page-first-paint',
    what: 'from the address to the first text of the live page, in a Chromium that has never seen it',
    unit: 'ms',
    bound: 1000,
    side: 'at most',
    missing: noChromium,
    measure: async () => (await besidePage(1)).firstPaintMs,
  },
];

/** What several rounds of a figure come to. */
export interface MeasuredFigure {
  /** Their mean with its 95 % t interval; absent where a round has no figure. */
  readonly found: Estimate | undefined;
  /** The most that this machine was seen to add by itself, between the rounds. */
  readonly machineError: number;
}

/** Measures a figure several times, and beside each round what the machine adds to it. */
export async function figure({ measure, machineError = async () => 0 }: Figure): Promise<MeasuredFigure> {
  const values: (number | undefined)[] = [];
  const errors = [await machineError()];
  for (let round = 0; round < ROUNDS; round++) {
    values.push(await measure());
    errors.push(await machineError());
  }
  const measured = values.filter((value) => value !== undefined);
  const found = measured.length === ROUNDS ? meanInterval(measured) : undefined;
  return { found: found?.ok ? found : undefined, machineError: Math.max(...errors) };
}
