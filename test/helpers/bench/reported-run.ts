import type { Curve } from '../../../bench/result/curve.ts';
import type { BenchResult } from '../../../bench/result/result.ts';
import { benchResult, failedCell, measuredCell } from './bench-result.ts';

/** A client's label with everything in it that means something to XML, Markdown or CSV. */
export const AWKWARD = 'sh -c "curl <a>|b,c" & `x` @you';

/** A sweep with intervals and a knee. */
export const CURVE: Curve = {
  server: 'LIMITED',
  strategy: 'async',
  levels: [
    [1, 9.5, 0.4],
    [2, 19.1, 0.6],
    [4, 37.6, 2],
    [8, 71.2, 6],
    [16, 74.9, 3],
    [32, 73.3, 9],
    [64, 70.2, 5],
  ].map(([m, value, half]) => ({
    m: m!,
    repetitions: 3,
    goodputPerSecond: { value: value!, low: value! - half!, high: value! + half! },
    errorShare: 0,
  })),
  usl: { why: 'this is a test' },
  knee: {
    byKneedle: 8,
    byFit: 9.2,
    sentence: 'the fit sees capacity end at m = 9, and Kneedle sees the bend at m = 8: they agree',
  },
  verdict: {
    sentence:
      'async on LIMITED: m = 8 is enough, because the server serves 8 at once (by the measured times alone: 5 to 16)',
    enoughM: { value: 8, low: 5, high: 16 },
    knownM: 8,
    limitedBy: 'slots',
    mostCleanM: 64,
  },
};

/** A result in which everything that a report can show is there, and some of it awkward. */
export function reportedResult(): BenchResult {
  const delay = { server: 'DELAY', idealMs: 490, cpuSeconds: 0.1234, peakRssBytes: 90 * 1024 ** 2 };
  const outcomes = { ok: 15, notFound: 1, httpError: 3, timeout: 1, networkError: 0, cancelled: 0 };
  const cells = [
    measuredCell({ ...delay, strategy: 'sequential', elapsedMs: 5800, latencyP50Ms: 281.25 }),
    measuredCell({ ...delay, strategy: 'async', elapsedMs: 510, latencyP50Ms: 280, latencyP95Ms: 480 }),
    measuredCell({ ...delay, strategy: AWKWARD, elapsedMs: 900, outcomes, goodputPerSecond: 15 / 0.9 }),
    {
      ...failedCell({ server: 'DELAY', strategy: 'workers' }),
      error: 'exit code 1: <no> *luck* | \u0007`\nat line 3 #7',
    },
    measuredCell({ ...delay, strategy: 'async', repetition: 2, elapsedMs: 500, latencyP50Ms: 279 }),
    measuredCell({ ...delay, strategy: 'async', repetition: 3, elapsedMs: 520, latencyP50Ms: 282 }),
  ];
  const result = benchResult(cells);
  const notRun = { server: 'DELAY', strategy: 'hybrid', m: 20, repetition: 1 };
  return {
    ...result,
    commandLine: 'npx flaglab bench -s DELAY --command \'sh -c "curl <a>|b,c" & `x` @you\'',
    planned: [...result.planned, notRun],
    curves: [CURVE],
    warnings: [
      {
        kind: 'small-sample',
        cell: 0,
        message: 'DELAY sequential downloaded 20 flags: too few',
        hint: 'ask for more with -a',
      },
      { kind: 'interrupted', message: 'the bench was interrupted after 6 of 7 cells', hint: 'go on with --resume' },
    ],
  };
}
