import { describe, expect, it } from 'vitest';
import { Climb, durationAt } from '../../../bench/climb/climb.ts';
import { climbRates } from '../../../bench/climb/climb-rates.ts';
import type { CellResult } from '../../../bench/result/cell.ts';
import { arrivalTimes } from '../../../clients/schedule/arrival-schedule.ts';
import { measuredCell } from '../../helpers/bench/bench-result.ts';
import { CLIMB, climbed, type MadeUpServer, serves } from '../../helpers/bench/climbed-run.ts';

const ratesOf = (cells: readonly CellResult[]) => cells.map(({ ratePerSecond }) => ratePerSecond);

describe('the rates of a range', () => {
  it.each([
    [10, 200, [10, 20, 40, 80, 160, 200]],
    [10, 20, [10, 12, 14, 17, 20]],
    [10, 160, [10, 20, 40, 80, 160]],
    [0.5, 1, [0.5, 0.59, 0.71, 0.84, 1]],
    [1000, 1100, [1000, 1020, 1050, 1070, 1100]],
    [100, 100.1, [100, 100.1]],
  ])('from %s/s to %s/s ascend by about the same factor, with both ends', (low, high, rates) => {
    expect(climbRates(low, high)).toEqual(rates);
  });
});

describe('a climb', () => {
  it('rises until a condition is met, then looks in between, and ends within 10 %', () => {
    const { cells, curves } = climbed({ LIMITED: serves(83) });
    expect(ratesOf(cells)).toEqual([10, 20, 40, 80, 160, 110, 94, 87]);
    expect(curves).toMatchObject([{ server: 'LIMITED', takesPerSecond: 80, isOver: true }]);
    expect(curves[0]!.answer).toBe('LIMITED takes 80/s: at 87/s 4.6 % of the requests failed (errors>1%).');
  });

  it('says so where no rate breaks it, and where the lowest does', () => {
    const { cells, curves } = climbed({ FAST: serves(1e6), SLOW: serves(8) });
    expect(ratesOf(cells)).toEqual([10, 20, 40, 80, 160, 200, 10]);
    expect(curves.map(({ takesPerSecond }) => takesPerSecond)).toEqual([200, undefined]);
    expect(curves.map(({ answer }) => answer)).toEqual([
      'No rate broke it: FAST took 200/s, the highest asked for.',
      'SLOW does not even take 10/s, the lowest rate asked for: 20 % of the requests failed (errors>1%).',
    ]);
  });

  it('measures the rates that it is given and no others', () => {
    const given = { ratesPerSecond: [10, 30, 90, 270], refinements: 0 };
    expect(ratesOf(climbed({ LIMITED: serves(50) }, given).cells)).toEqual([10, 30, 90]);
  });

  it('measures each rate as often as it is told to, and counts what speaks against it', () => {
    const lucky: MadeUpServer = (cell) => (cell.repetition === 2 ? serves(30)(cell) : {});
    const { cells, curves } = climbed({ LIMITED: lucky }, { repetitions: 2, refinements: 0 });
    expect(ratesOf(cells)).toEqual([10, 10, 20, 20, 40, 40]);
    expect(curves[0]).toMatchObject({ takesPerSecond: 20, levels: [{}, {}, { fate: 'broke', repetitions: 2 }] });
  });

  it('goes on where it was left, and says so until it is over', () => {
    const whole = climbed({ LIMITED: serves(83) }).cells;
    const climb = new Climb(CLIMB, ['LIMITED'], 42, () => undefined);
    for (const [done, { ratePerSecond }] of whole.entries()) {
      expect(climb.next({ cells: whole.slice(0, done), warnings: [] })).toMatchObject([{ ratePerSecond }]);
    }
    expect(climb.curves({ cells: whole.slice(0, 2), warnings: [] })).toMatchObject([
      { isOver: false, answer: 'The rate of requests to LIMITED was to go on rising. It has taken 20/s so far.' },
    ]);
  });

  it('does not call a rate taken that the client did not send, and looks for one that it can', () => {
    const slowClient: MadeUpServer = ({ ratePerSecond }) => ({ offeredPerSecond: Math.min(100, ratePerSecond) });
    const { cells, curves } = climbed({ LOCAL: slowClient });
    expect(ratesOf(cells)).toEqual([10, 20, 40, 80, 160, 160, 160, 110, 110, 110, 94, 100]);
    expect(curves[0]).toMatchObject({ takesPerSecond: 100 });
    expect(curves[0]!.answer).toBe(
      'LOCAL took 100/s. At 110/s the client, not the server, was the bottleneck: it sent only 100/s in time; nothing is said of the server there.',
    );
  });

  describe('where requests came in bunches', () => {
    const bunchedOnce: MadeUpServer = ({ ratePerSecond, repetition }) =>
      ratePerSecond === 40 && repetition === 1
        ? { errorShare: 0.1, bunched: 30 }
        : serves(50)({ ...CELL, ratePerSecond });
    const CELL = { server: '', strategy: 'open', m: 1, repetition: 1, durationMs: 3000, items: 300 };

    it('measures the rate again, and believes what was not disturbed', () => {
      const { cells, curves } = climbed({ LIMITED: bunchedOnce }, { refinements: 0 });
      expect(ratesOf(cells)).toEqual([10, 20, 40, 40, 80]);
      expect(curves[0]).toMatchObject({ takesPerSecond: 40, levels: [{}, {}, { fate: 'took', repetitions: 2 }, {}] });
    });

    it('says nothing of the server where it is no better the third time', () => {
      const always: MadeUpServer = ({ ratePerSecond }) => (ratePerSecond < 40 ? {} : { errorShare: 0.1, bunched: 30 });
      const { cells, curves } = climbed({ LIMITED: always }, { refinements: 0 });
      expect(ratesOf(cells)).toEqual([10, 20, 40, 40, 40]);
      expect(curves[0]!.answer).toBe(
        'LIMITED took 20/s. At 40/s 10 % of the requests failed (errors>1%), but the client sent 25 % of these requests so late that others were due, too, which may be why; nothing is said of the server there.',
      );
    });

    it('does so, too, where as many were late as failed', () => {
      const late: MadeUpServer = ({ ratePerSecond }) =>
        ratePerSecond < 40 ? {} : { errorShare: 0.1, lateStarts: ratePerSecond === 40 ? 12 : 11 };
      const { cells, curves } = climbed({ LIMITED: late }, { refinements: 0 });
      expect(ratesOf(cells)).toEqual([10, 20, 40, 40, 40]);
      expect(curves[0]!.answer).toContain('10 % of these requests over 1 ms late, which may be why');
    });

    it('says which higher rate was not taken without any doubt', () => {
      const late: MadeUpServer = ({ ratePerSecond }) => ({
        errorShare: Math.max(0, 1 - 50 / ratePerSecond),
        lateStarts: 24,
      });
      expect(climbed({ LIMITED: late }, { refinements: 1 }).curves[0]!.answer).toMatch(
        /^LIMITED took 40\/s\. At 57\/s 12\.3 % .* which may be why; nothing is said of the server there\. At 80\/s 37\.5 % of the requests failed \(errors>1%\)\.$/,
      );
    });

    it('needs no other cause where the rate is more than the server can serve', () => {
      const known = { perSecond: 30, why: 'what comes faster is refused', isExact: true, failingShare: 0 };
      const late: MadeUpServer = (cell) => ({ ...serves(30)(cell), bunched: 30 });
      expect(climbed({ LIMITED: late }, { refinements: 0 }, known).curves[0]!.answer).toBe(
        'LIMITED takes 20/s: at 40/s 25 % of the requests failed (errors>1%). The server can serve 30/s at most: what comes faster is refused.',
      );
    });
  });

  it('measures again what a busy computer may have spoilt', () => {
    const climb = new Climb({ ...CLIMB, ratesPerSecond: [10, 20] }, ['LIMITED'], 42, () => undefined);
    const [first] = climb.next({ cells: [], warnings: [] });
    const broken = measuredCell({ ...first!, items: 100, errorShare: 0.2, offeredPerSecond: 10, bunched: 0 });
    const busy = { kind: 'timer', cell: 0, message: 'the server was late', hint: 'end other work' } as const;
    expect(climb.next({ cells: [broken], warnings: [] })).toEqual([]);
    expect(climb.next({ cells: [broken], warnings: [busy] })).toEqual([{ ...first, repetition: 2 }]);
  });

  it('does not call a rate taken at which waits grow, though no condition is met yet', () => {
    const queue: MadeUpServer = ({ ratePerSecond, durationMs }) => ({
      waitGrowthMs: Math.max(0, ratePerSecond / 50 - 1) * (durationMs / 2),
      ...(ratePerSecond >= 160 && { errorShare: 0.3 }),
    });
    const { cells, curves } = climbed({ QUEUE: queue });
    expect(ratesOf(cells)).toEqual([10, 20, 40, 80, 160, 57, 48, 52]);
    expect(curves[0]!.takesPerSecond).toBe(52);
    expect(curves[0]!.answer).toMatch(
      /^QUEUE takes 52\/s: at 57\/s the server fell behind: requests waited 210 ms longer at the end of the 3 s than in the middle\. At 160\/s 30 % of the requests failed \(errors>1%\)\.$/,
    );
  });

  it('believes what is known of the server more than a short cell that tokens have helped', () => {
    const known = { perSecond: 50, why: 'what comes faster is refused', isExact: true, failingShare: 0 };
    const { curves } = climbed({ TOKENS: serves(1e6) }, {}, known);
    expect(curves[0]!.takesPerSecond).toBe(48);
    expect(curves[0]!.answer).toBe(
      'TOKENS takes 48/s: at 52/s it cannot last: what is over 50/s must fail sooner or later, 3.8 % of all (errors>1%). No rate met errors>1%. The server can serve 50/s at most: what comes faster is refused.',
    );
  });

  it('neither stops at a figure that is missing, nor takes its absence for good', () => {
    const few: MadeUpServer = ({ ratePerSecond }) => ({ latencyP95Ms: ratePerSecond > 40 ? undefined : 12 });
    const { cells, curves } = climbed({ LIMITED: few }, { until: 'p95>200ms' });
    expect(ratesOf(cells)).toEqual([10, 20, 40, 80, 160, 200, 57, 48, 44]);
    expect(curves[0]!.answer).toBe(
      'LIMITED took 40/s. Whether LIMITED takes 44/s is not known: there is no p95 for under 100 items that ended ok or timed out. No rate met p95>200ms.',
    );
  });

  it('says what failed of a rate that no condition speaks against', () => {
    const known = { perSecond: 80, why: '8 slots, 100 ms each', isExact: true, failingShare: 0 };
    expect(climbed({ LIMITED: serves(80) }, { until: 'p95>500ms' }, known).curves[0]!.answer).toBe(
      'No rate broke it: LIMITED took 200/s, the highest asked for. Of the requests at 200/s 60 % failed. The server can serve 80/s at most: 8 slots, 100 ms each; what is more waits in its queue, or is refused.',
    );
  });

  it('stops where a cell fails, and says why', () => {
    const dying: MadeUpServer = ({ ratePerSecond }) => (ratePerSecond >= 40 ? { error: 'it was killed' } : {});
    const { cells, curves } = climbed({ LIMITED: dying });
    expect(ratesOf(cells)).toEqual([10, 20, 40]);
    expect(curves[0]!.answer).toBe(
      'LIMITED took 20/s. Whether LIMITED takes 40/s is not known: the cell failed: it was killed.',
    );
  });

  it('says what the faults let fail at any rate', () => {
    const known = { isExact: true, failingShare: 0.25 };
    const failing: MadeUpServer = () => ({ errorShare: 0.26, bunched: 10 });
    expect(climbed({ ERROR: failing }, {}, known).curves[0]!.answer).toBe(
      'ERROR does not even take 10/s, the lowest rate asked for: 26 % of the requests failed (errors>1%). Its faults let 25 % of the requests fail at any rate.',
    );
  });
});

describe('a rate', () => {
  it.each(['constant', 'poisson'] as const)('lasts as long as its requests take, where they come %s', (arrivals) => {
    const schedule = { durationMs: 3000, leastRequests: 125, arrivals };
    expect(durationAt(schedule, 1000, 7)).toBe(3000);
    const durationMs = durationAt(schedule, 10, 7);
    expect(durationMs).toBeGreaterThanOrEqual(12_500);
    expect(arrivalTimes({ ratePerSecond: 10, durationMs, arrivals, seed: 7 }).length).toBeGreaterThanOrEqual(125);
  });
});
