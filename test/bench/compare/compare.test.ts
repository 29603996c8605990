import { describe, expect, it } from 'vitest';
import { compare } from '../../../bench/compare/compare.ts';
import type { ComparedRun } from '../../../bench/compare/compared-run.ts';
import { regressions } from '../../../bench/criteria/regressions.ts';
import { comparisonRemarks, comparisonRows, comparisonSentence } from '../../../bench/report/text/comparison-rows.ts';
import type { CellResult, MeasuredCell } from '../../../bench/result/cell.ts';
import type { BenchResult } from '../../../bench/result/result.ts';
import { TOO_SHORT } from '../../../bench/result/too-short.ts';
import { type Simulation, simulatedRun } from '../../helpers/bench/simulated-run.ts';

const DELAY = { server: 'DELAY', strategy: 'async', m: 20 };
const ERROR = { server: 'ERROR', strategy: 'workers', m: 8 };
const LIMITED = { server: 'LIMITED', strategy: 'async', m: 8 };

const TRIALS = 40;

/** How many of the trials, each of two runs with noise of their own, satisfy a condition. */
function countTrials(
  a: Partial<Simulation>,
  b: Partial<Simulation>,
  isMet: (verdicts: readonly string[]) => boolean,
): number {
  const cells = [DELAY, ERROR, LIMITED];
  return Array.from({ length: TRIALS }, (_, trial) => {
    const [one, other] = [
      simulatedRun({ cells, ...a, noiseSeed: 2 * trial }),
      simulatedRun({ cells, ...b, noiseSeed: 2 * trial + 1 }),
    ];
    return isMet(compare(one, other, { resamples: 400 }).cells.map(({ verdict }) => verdict));
  }).filter(Boolean).length;
}

function withResult(run: ComparedRun, changes: Partial<BenchResult>): ComparedRun {
  return { ...run, result: { ...run.result, ...changes } };
}

function mapCells(run: ComparedRun, change: (cell: MeasuredCell) => CellResult): ComparedRun {
  return withResult(run, { cells: run.result.cells.map((cell) => change(cell as MeasuredCell)) });
}

describe('a comparison of a client with itself', () => {
  it.each([1, 3])('shows no difference in any cell in 95 % of 40 trials, each cell run %d times', (repetitions) => {
    const same = countTrials({ repetitions }, { repetitions }, (verdicts) =>
      verdicts.every((verdict) => verdict === 'no difference shown'),
    );
    expect(same).toBeGreaterThanOrEqual(0.95 * TRIALS);
  });

  it('shows none either where what repetitions have in common is most of the noise', () => {
    const noise = { run: 0.02, repetition: 0.005, item: 0.01 };
    const same = countTrials({ noise }, { noise }, (verdicts) =>
      verdicts.every((verdict) => verdict === 'no difference shown'),
    );
    expect(same).toBeGreaterThanOrEqual(0.95 * TRIALS);
  });
});

describe('a comparison of two clients', () => {
  it.each([
    ['slower', 1.25],
    ['faster', 1 / 1.25],
  ])('shows that one is a quarter %s in 95 % of 40 trials', (expected, factor) => {
    const shown = countTrials({}, { slowness: () => factor }, (verdicts) =>
      verdicts.every((verdict) => verdict === expected),
    );
    expect(shown).toBeGreaterThanOrEqual(0.95 * TRIALS);
  });

  it('tells the cells apart', () => {
    const cells = [DELAY, ERROR];
    const a = simulatedRun({ cells, noiseSeed: 1 });
    const b = simulatedRun({ cells, noiseSeed: 2, slowness: ({ server }) => (server === 'ERROR' ? 1.5 : 1) });
    expect(compare(a, b).cells.map(({ server, verdict }) => [server, verdict])).toEqual([
      ['DELAY', 'no difference shown'],
      ['ERROR', 'slower'],
    ]);
  });

  it('gives the figures of both sides, whose ratio is in the interval', () => {
    const a = simulatedRun({ cells: [DELAY], noiseSeed: 1 });
    const b = simulatedRun({ cells: [DELAY], noiseSeed: 2, slowness: () => 1.3 });
    const [cell] = compare(a, b).cells;
    expect(cell).toMatchObject({ ...DELAY, repetitions: { a: 3, b: 3 }, verdict: 'slower' });
    for (const { a: one, b: other, comparison } of [cell!.goodputPerSecond, cell!.latencyMs]) {
      if (!comparison.ok) throw new Error(comparison.why);
      expect(other! / one!).toBeCloseTo(comparison.ratio, 6);
      expect(comparison.low).toBeLessThan(comparison.ratio);
      expect(comparison.high).toBeGreaterThan(comparison.ratio);
    }
  });

  it('has wider intervals the more cells there are, since they hold together', () => {
    const [few, many] = [[DELAY], [DELAY, ERROR, LIMITED]].map((cells) => {
      const [a, b] = [1, 2].map((noiseSeed) => simulatedRun({ cells: [DELAY, ERROR, LIMITED], noiseSeed }));
      const kept = (run: ComparedRun) =>
        run.result.cells.filter(({ server }) => cells.some((cell) => cell.server === server));
      // Cells are left out of A at the end, so that the records of the others keep their places.
      const shorter = a!.result.cells.map((cell) => (kept(a!).includes(cell) ? cell : { ...cell, server: 'NONE' }));
      const { comparison } = compare(withResult(a!, { cells: shorter }), b!).cells[0]!.goodputPerSecond;
      if (!comparison.ok) throw new Error(comparison.why);
      return comparison.high / comparison.low;
    });
    expect(many!).toBeGreaterThan(few!);
  });

  it('is the same at every reading', () => {
    const a = simulatedRun({ cells: [DELAY, ERROR], noiseSeed: 1 });
    const b = simulatedRun({ cells: [DELAY, ERROR], noiseSeed: 2 });
    expect(compare(a, b)).toEqual(compare(a, b));
  });

  it('shows no difference of fewer milliseconds than the machine takes from any run', () => {
    const cells = [{ server: 'LOCAL', strategy: 'async', m: 20 }];
    const [a, b] = [1, 1.5].map((factor, i) =>
      simulatedRun({ cells, noiseSeed: i, repetitions: 1, slowness: () => factor }),
    );
    const { elapsedMs } = b!.result.cells[0] as MeasuredCell;
    expect(elapsedMs).toBeLessThan(10);
    expect(compare(a!, b!).cells[0]!.verdict).toBe('no difference shown');
  });

  it('shows no difference either that waiting for a core can make of a client of many threads', () => {
    const [a, b] = [1, 2].map((factor, i) =>
      simulatedRun({ cells: [LIMITED], noiseSeed: i, repetitions: 1, slowness: () => factor }),
    );
    const verdictAt = (cpuSeconds: number) =>
      compare(
        mapCells(a!, (cell) => ({ ...cell, cpuSeconds })),
        mapCells(b!, (cell) => ({ ...cell, cpuSeconds })),
      ).cells[0]!.verdict;
    expect(verdictAt(0.02)).toBe('slower');
    expect(verdictAt(5)).toBe('no difference shown');
  });

  describe('where a self-check doubts a cell of B, which took half as long again,', () => {
    const doubt = { kind: 'event-loop', cell: 0, message: 'm', hint: 'h' } as const;

    function verdictAfter(repetitions: number, warning: BenchResult['warnings'][number], cpuSeconds = 0) {
      const [a, b] = [1, 1.5].map((factor, i) =>
        simulatedRun({ cells: [DELAY], noiseSeed: i, repetitions, slowness: () => factor }),
      );
      const doubted = withResult(
        mapCells(b!, (cell) => ({ ...cell, cpuSeconds })),
        { warnings: [warning] },
      );
      return compare(a!, doubted).cells[0]!.verdict;
    }

    it('shows no difference when nothing was repeated', () => {
      expect(verdictAfter(1, doubt)).toBe('undecided');
      expect(verdictAfter(1, { ...doubt, kind: 'small-sample' })).toBe('slower');
      expect(verdictAfter(1, { ...doubt, cell: 1 })).toBe('slower');
    });

    it('shows it when repetitions do', () => {
      expect(verdictAfter(3, doubt)).toBe('slower');
    });

    it('shows it when the client computed for most of that time', () => {
      expect(verdictAfter(1, doubt, 0.4)).toBe('slower');
      expect(verdictAfter(1, doubt, 0.05)).toBe('undecided');
      expect(verdictAfter(1, doubt, 5)).toBe('undecided');
    });
  });

  it('is undecided where a side was over too soon to tell, and nothing is shown', () => {
    const [a, b] = [1, 2].map((noiseSeed) => simulatedRun({ cells: [DELAY, ERROR], noiseSeed }));
    const short = mapCells(b!, (cell) => (cell.server === 'DELAY' ? { ...cell, withheld: TOO_SHORT } : cell));
    const comparison = compare(a!, short);
    expect(comparison.cells.map(({ verdict, undecidedSince }) => [verdict, undecidedSince])).toEqual([
      ['undecided', 'it was over too soon to tell'],
      ['no difference shown', undefined],
    ]);
    expect(comparisonSentence(comparison)).toBe('No difference shown in 1 of 2 cells; 1 undecided.');
    expect(comparisonRemarks(comparison)).toContain(
      'note: undecided, since it was over too soon to tell: DELAY async at m = 20',
    );
    const only = compare(
      a!,
      mapCells(short, (cell) => ({ ...cell, withheld: TOO_SHORT })),
    );
    expect(comparisonSentence(only)).toBe('Undecided in 2 of 2 cells.');
  });

  it('says of a difference that is too small to report that it is, and not that there is none', () => {
    const noise = { run: 0, repetition: 0, item: 0 };
    const [a, b] = [1, 1.03].map((factor, i) =>
      simulatedRun({ cells: [DELAY], noiseSeed: i, noise, slowness: () => factor }),
    );
    const comparison = compare(a!, b!, { drift: 0, smallestDifference: 0.05, confidence: 0.5 });
    expect(comparisonRows(comparison).map(({ verdict }) => verdict)).toEqual(
      Array.from({ length: 2 }, () => 'under 5 %: too small to report'),
    );
    expect(comparisonSentence(comparison)).toBe('A difference too small to report in 1 of 1 cell.');
  });

  it('shows a loss of ok items however short the cell was', () => {
    const cells = [{ server: 'LOCAL', strategy: 'async', m: 20 }];
    const a = simulatedRun({ cells, noiseSeed: 1 });
    const isLost = (code: string) => code < 'BD';
    const records = a.records.map((record) =>
      isLost(record.code) ? { ...record, kind: 'httpError' as const } : record,
    );
    const ok = records.filter(({ kind }) => kind === 'ok').length / 3;
    const b = {
      records,
      result: mapCells(a, (cell) => ({
        ...cell,
        outcomes: { ...cell.outcomes, ok, httpError: 40 - ok },
        goodputPerSecond: cell.goodputPerSecond * (ok / 40),
      })).result,
    };
    expect(ok).toBeLessThan(30);
    expect(compare(a, b).cells[0]!.verdict).toBe('slower');
  });
});

describe('what cannot be compared', () => {
  const a = simulatedRun({ cells: [DELAY, ERROR], noiseSeed: 1 });
  const b = simulatedRun({ cells: [DELAY, ERROR], noiseSeed: 2 });

  it.each<[string, Partial<BenchResult>, string]>([
    ['seed', { seed: 7 }, 'seed 42 in A and 7 in B'],
    ['time scale', { timeScale: 1 }, 'time scale 0.1 in A and 1 in B'],
  ])('are servers with faults in runs of another %s', (_, changes, difference) => {
    const local = { server: 'LOCAL', strategy: 'async', m: 20 };
    const [one, other] = [1, 2].map((noiseSeed) => simulatedRun({ cells: [DELAY, ERROR, local], noiseSeed }));
    const { cells, leftOut, leftOutCells } = compare(one!, withResult(other!, changes));
    expect(cells.map(({ server }) => server)).toEqual(['LOCAL']);
    expect(leftOut).toEqual([`DELAY, ERROR had ${difference}, so that each flag met another fate`]);
    expect(leftOutCells).toBe(2);
  });

  it('are all cells of runs with another timeout', () => {
    const { cells, leftOut, leftOutCells } = compare(a, withResult(b, { timeoutMs: 50 }));
    expect({ cells, leftOutCells }).toEqual({ cells: [], leftOutCells: 2 });
    expect(leftOut).toEqual([
      'all cells, since a request could take 1s in A and 50ms in B: bench both with the same timeout',
    ]);
  });

  it.each([
    [{ timeScale: 0.2, timeoutMs: 2000 }, '2s in B: bench both with the same time scale'],
    [{ timeScale: 0.2, timeoutMs: 50 }, '50ms in B: bench both with the same timeout and the same time scale'],
  ])('are all cells of runs whose time scale has made other timeouts, and says so: %o', (changes, told) => {
    const { leftOut } = compare(withResult(a, { timeScale: 0.1, timeoutMs: 1000 }), withResult(b, changes));
    expect(leftOut).toEqual([
      `all cells, since a request could take 1s in A and ${told}, which was 0.1 in A and 0.2 in B`,
    ]);
  });

  it('are requests that were started on another schedule', () => {
    const open = simulatedRun({ cells: [{ server: 'DELAY', strategy: 'open', m: 20 }], noiseSeed: 1 });
    const at = (ratePerSecond: number) => {
      const client = { kind: 'open', name: 'open', ratePerSecond, durationMs: 2000, arrivals: 'constant' } as const;
      return withResult(open, { id: `at-${ratePerSecond}`, clients: [client] });
    };
    expect(compare(at(20), at(20))).toMatchObject({ leftOut: [], leftOutCells: 0 });
    expect(compare(at(20), at(50)).leftOut).toEqual([
      'DELAY open at m = 20: 20 requests a second for 2s, constant in A, 50 requests a second for 2s, constant in B',
    ]);
  });

  it('are cells that had fewer flags than m on one side', () => {
    const fewer = simulatedRun({ cells: [DELAY, ERROR], noiseSeed: 2, items: 10 });
    const { cells, leftOut } = compare(a, fewer);
    expect(cells.map(({ server }) => server)).toEqual(['ERROR']);
    expect(leftOut).toContain(
      'DELAY async at m = 20: up to 20 requests in flight in A, 10 in B, which had other flags',
    );
  });

  it('are cells of which records are missing', () => {
    const short = { ...b, records: b.records.filter(({ cell, code }) => cell !== 1 || code !== 'BR') };
    const { cells, leftOut } = compare(short, a);
    expect(cells.map(({ server }) => server)).toEqual(['DELAY']);
    expect(leftOut).toEqual(['A lacks records of ERROR workers at m = 8']);
  });

  it('are cells that only one run has, said in one line for each side', () => {
    const more = simulatedRun({ cells: [DELAY, LIMITED, { ...DELAY, m: 4 }], noiseSeed: 2 });
    const { cells, leftOut } = compare(a, more);
    expect(cells.map(({ server }) => server)).toEqual(['DELAY']);
    expect(leftOut).toEqual([
      'only A has ERROR workers at m = 8',
      'only B has LIMITED async at m = 8, DELAY async at m = 4',
    ]);
    expect(compare(a, more).leftOutCells).toBe(3);
  });

  it.each([
    ['faults', { faults: 'hang' }, 'other faults: FAULTS in A, hang in B'],
    ['faults later on', { schedule: 'ERROR@1s: none' }, 'other faults: FAULTS in A, FAULTS, then ERROR@1s: none in B'],
    ['requests', { repeat: 3 }, 'other requests: each flag once in A, each flag 3 times in B'],
  ])('are servers that had other %s', (_, change, why) => {
    const servers = a.result.servers.map((server) => (server.label === 'ERROR' ? { ...server, ...change } : server));
    const { cells, leftOut } = compare(a, withResult(b, { servers }));
    expect(cells.map(({ server }) => server)).toEqual(['DELAY']);
    expect(leftOut).toEqual([`ERROR had ${why.replaceAll('FAULTS', a.result.servers[1]!.faults)}`]);
  });

  it('are cells that failed', () => {
    const failed = mapCells(b, (cell) =>
      cell.server === 'ERROR' ? { ...ERROR, repetition: cell.repetition, error: 'it broke' } : cell,
    );
    expect(compare(a, failed)).toMatchObject({ leftOut: ['B could not measure ERROR workers at m = 8'] });
    expect(compare(failed, a)).toMatchObject({ leftOut: ['A could not measure ERROR workers at m = 8'] });
  });

  it('is the goodput of cells that asked for different flags', () => {
    const fewer = simulatedRun({ cells: [DELAY, ERROR], noiseSeed: 2, items: 30 });
    const { cells, leftOut } = compare(a, fewer);
    expect(leftOut).toEqual(['the flags that only one run asked for, 10 of 40']);
    expect(cells[0]!.goodputPerSecond.comparison).toMatchObject({ ok: false });
    expect(cells[0]!.latencyMs.comparison).toMatchObject({ ok: true, pairCount: 30 });
  });
});

describe('what may be the cause of a difference', () => {
  const a = simulatedRun({ cells: [DELAY], noiseSeed: 1 });
  const { machine, versions } = a.result;

  it.each<[string, Partial<BenchResult>, RegExp]>([
    [
      'another machine',
      { machine: { ...machine, cpu: 'other' } },
      /^A and B ran on different machines: test, .* and other, /,
    ],
    [
      'another Node',
      { versions: { ...versions, node: 'v24.0.0' } },
      /^A and B ran on different versions: .*v26.* and .*v24/,
    ],
    ['another --prepare', { prepare: 'sync' }, /^--prepare ran nothing in A, "sync" in B$/],
    ['a doubt', { warnings: [{ kind: 'cpu', message: 'm', hint: 'h' }] }, /^B has a warning about its own figures$/],
  ])('is noted: %s', (_, changes, note) => {
    const { notes } = compare(a, withResult(a, { id: 'other', ...changes }));
    expect(notes).toEqual([expect.stringMatching(note)]);
  });

  it('is noted: repetitions that failed', () => {
    const b = mapCells(withResult(a, { id: 'other' }), (cell) =>
      cell.repetition === 2 ? { ...DELAY, repetition: 2, error: 'it broke' } : cell,
    );
    const { cells, notes } = compare(a, b);
    expect(notes).toEqual(['some repetitions failed of DELAY async at m = 20']);
    expect(cells[0]!.repetitions).toEqual({ a: 3, b: 2 });
  });

  it('is noted: that there is only one run', () => {
    expect(compare(a, a).notes).toEqual(['A and B are the same run']);
  });
});

describe('a regression', () => {
  const cells = [DELAY, ERROR];
  const a = simulatedRun({ cells, noiseSeed: 1 });

  it('is a cell that is slower by more than the share', () => {
    const b = simulatedRun({ cells, noiseSeed: 2, slowness: ({ server }) => (server === 'DELAY' ? 1.3 : 1) });
    expect(regressions(compare(a, b), 0.05)).toEqual([
      expect.stringMatching(/^DELAY async at m = 20 is slower: B's goodput is 0\.\d\d × A's, between .*; B's latency/),
    ]);
    expect(regressions(compare(a, b), 0.5)).toEqual([]);
  });

  it('is none where B is faster or no difference is shown', () => {
    const b = simulatedRun({ cells, noiseSeed: 2, slowness: ({ server }) => (server === 'DELAY' ? 0.7 : 1) });
    expect(regressions(compare(a, b), 0.05)).toEqual([]);
  });

  it('is a cell in which nothing is ok any more', () => {
    const b = {
      records: a.records.map((record) => ({ ...record, kind: 'networkError' as const })),
      result: mapCells(a, (cell) => ({
        ...cell,
        outcomes: { ...cell.outcomes, ok: 0, networkError: cell.items },
        goodputPerSecond: 0,
      })).result,
    };
    expect(regressions(compare(a, b), 0.05)).toEqual([
      'DELAY async at m = 20 is slower: B has a repetition in which nothing was ok',
      'ERROR workers at m = 8 is slower: B has a repetition in which nothing was ok',
    ]);
  });

  it('is a cell that failed in B', () => {
    const b = mapCells(a, ({ server, strategy, m, repetition }) => ({
      server,
      strategy,
      m,
      repetition,
      error: 'it broke',
    }));
    expect(regressions(compare(a, b), 0.05)).toEqual([
      'DELAY async at m = 20 failed in B',
      'ERROR workers at m = 8 failed in B',
    ]);
  });
});
