import { describe, expect, it } from 'vitest';
import { reportData } from '../../../../bench/report/html/report-data.ts';
import { isMeasured } from '../../../../bench/result/cell.ts';
import { benchResult, failedCell, measuredCell } from '../../../helpers/bench/bench-result.ts';
import { benchSample } from '../../../helpers/bench/bench-sample.ts';

const STRATEGIES = ['sequential', 'async', 'adaptive'];
const SWEEP = {
  servers: ['DELAY', 'LIMITED', 'LOCAL'],
  strategies: STRATEGIES,
  levels: [1, 2, 4, 8, 16, 32],
  items: 60,
};

const swept = benchSample({ ...SWEEP, repetitions: 3 });
const data = reportData(swept.result, swept.records);

function of<Part extends { readonly server: string }>(parts: readonly Part[], server: string): Part {
  return parts.find((part) => part.server === server)!;
}

describe('the curves', () => {
  it('have a panel for each server, with the strategies in the order in which they ran', () => {
    expect(data.curves.map(({ server }) => server)).toEqual(SWEEP.servers);
    expect(of(data.curves, 'DELAY').series.map(({ strategy }) => strategy)).toEqual(STRATEGIES);
  });

  it('hold a single level as a point without a line', () => {
    const [sequential] = of(data.curves, 'DELAY').series;
    expect(sequential).toMatchObject({ levels: [{ m: 1, repetitions: 3 }], sentences: [] });
    expect(sequential).not.toHaveProperty('fit');
    const { value, low, high } = sequential!.levels[0]!.goodputPerSecond;
    expect([low < value, value < high]).toEqual([true, true]);
  });

  it('have the fitted line from the lowest level to the highest, through its corner, and the knee on it', () => {
    const { fit, knee, levels } = of(data.curves, 'LIMITED').series.find(({ strategy }) => strategy === 'async')!;
    expect([fit![0]!.m, fit!.at(-1)!.m]).toEqual([1, 32]);
    expect(knee!.m).toBe(8);
    const measured = levels.find(({ m }) => m === 8)!.goodputPerSecond.value;
    expect(knee!.goodputPerSecond / measured).toBeCloseTo(1, 1);
    expect(fit!.every(({ m }, i) => m >= (fit![i - 1]?.m ?? 0))).toBe(true);
  });

  it('say what the fates would have allowed: goodput grows with m until the slots end it', () => {
    const ideal = of(data.curves, 'LIMITED').ideal;
    expect(ideal.map(({ m }) => m)).toEqual(SWEEP.levels);
    const [one, , , eight, , last] = ideal.map(({ goodputPerSecond }) => goodputPerSecond);
    // 60 flags take eight rounds.
    expect([eight! / one!, last! / one!]).toEqual([60 / 8, 60 / 8]);
    expect(of(data.curves, 'LOCAL').ideal).toEqual([]);
  });

  it('are none where nothing was swept', () => {
    const { result, records } = benchSample({ ...SWEEP, levels: [20] });
    expect(reportData(result, records).curves).toEqual([]);
  });
});

describe('the figures', () => {
  it('are those of the median repetition, once for each server, strategy and m', () => {
    const rows = data.figures.filter(({ server, strategy }) => server === 'DELAY' && strategy === 'async');
    expect(rows.map(({ m }) => m)).toEqual(SWEEP.levels);
    const elapsed = swept.result.cells
      .filter(isMeasured)
      .filter(({ server, strategy, m }) => server === 'DELAY' && strategy === 'async' && m === 4)
      .map(({ elapsedMs }) => elapsedMs)
      .sort((a, b) => a - b);
    expect(rows[2]).toMatchObject({ m: 4, repetitions: 3, elapsedMs: expect.closeTo(elapsed[1]!, 1) });
  });

  it('mark the highest m as the one that stands for its strategy', () => {
    const standing = data.figures.filter(({ represents }) => represents);
    expect(standing.map(({ server, strategy, m }) => `${server} ${strategy} ${m}`)).toEqual(
      SWEEP.servers.flatMap((server) => [`${server} sequential 1`, `${server} async 32`, `${server} adaptive 32`]),
    );
  });

  it('name memory per request in flight where it was seen to grow, and never as a gain', () => {
    const memory = (slope: number) => {
      const curves = swept.result.curves.map((curve) => ({ ...curve, bytesPerRequestInFlight: slope }));
      const { figures } = reportData({ ...swept.result, curves }, []);
      return figures.find(({ strategy }) => strategy === 'async')!.memoryPerRequestInFlight;
    };
    expect(memory(2048)).toBe('2 KB');
    expect(memory(-2048)).toBeUndefined();
  });
});

describe('the waterfalls', () => {
  it('have the items of the cell that stands for its strategy, ascending by start', () => {
    const { rows, level, items } = data.waterfalls.find(({ strategy }) => strategy === 'async')!;
    expect([level, items, rows.code.length]).toEqual(['m = 32', 60, 60]);
    expect(rows.startedMs).toEqual(rows.startedMs.toSorted((a, b) => a - b));
    const cell = data.figures.find(
      ({ server, strategy, represents }) => represents && server + strategy === 'DELAYasync',
    );
    expect(Math.max(...rows.endedMs)).toBeCloseTo(cell!.elapsedMs, 1);
  });

  it('leave out items evenly where there are too many, and say of how many', () => {
    const { result, records } = benchSample({ servers: ['DELAY'], strategies: ['async'], levels: [20] });
    const many = Array.from({ length: 1000 }, (_, i) => ({ ...records[0]!, startedMs: i, endedMs: i + 1 }));
    const { rows, items } = reportData(result, many).waterfalls[0]!;
    expect([rows.code.length, items]).toEqual([200, 1000]);
    expect([rows.startedMs[0], rows.startedMs.at(-1)]).toEqual([0, 999]);
  });

  it('count the wait for a slot from the scheduled start where there is a schedule', () => {
    const scheduled = swept.records.map((record) => ({ ...record, scheduledMs: 7 }));
    expect(new Set(reportData(swept.result, scheduled).waterfalls[0]!.rows.dueMs)).toEqual(new Set([7]));
    expect(new Set(data.waterfalls[0]!.rows.dueMs)).toEqual(new Set([0]));
  });
});

describe('the latencies', () => {
  it('rise to all items, beside the injected delay, which no strategy undercuts', () => {
    const { series, injected } = of(data.latencies, 'DELAY');
    for (const { ecdf, items } of series) {
      expect([items, ecdf.at(-1)!.share]).toEqual([60, 1]);
      expect(ecdf.at(-1)!.value).toBeGreaterThan(injected.at(-1)!.value);
    }
    expect(of(data.latencies, 'LOCAL').injected).toEqual([]);
  });

  it('are those of items that ended ok or timed out', () => {
    const failed = swept.records.map(
      (record, i) => ({ ...record, kind: i % 2 === 0 ? 'timeout' : 'httpError' }) as const,
    );
    expect(of(reportData(swept.result, failed).latencies, 'DELAY').series[0]!.items).toBe(30);
    const none = swept.records.map((record) => ({ ...record, kind: 'httpError' as const }));
    expect(reportData(swept.result, none).latencies).toEqual([]);
  });

  it('are measured from the scheduled start where there is a schedule', () => {
    const late = swept.records.map((record) => ({ ...record, scheduledMs: record.startedMs - 1000 }));
    const { series } = of(reportData(swept.result, late).latencies, 'LOCAL');
    expect(series[0]!.ecdf[0]!.value).toBeGreaterThan(1000);
  });
});

describe('the limits', () => {
  it('are those of strategies that adapt, over time, beside the slots of the server', () => {
    expect(data.limits.map(({ server, strategy, slots }) => [server, strategy, slots])).toEqual([
      ['DELAY', 'adaptive', undefined],
      ['LIMITED', 'adaptive', 8],
      ['LOCAL', 'adaptive', undefined],
    ]);
    const times = data.limits[0]!.points.map(({ atMs }) => atMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });
});

describe('a bench that failed', () => {
  const failed = failedCell({ server: 'DELAY', strategy: 'async' });

  it('has its failures and no figures', () => {
    const { figures, failures, headline, waterfalls } = reportData(benchResult([failed]), []);
    expect({ figures, failures, headline, waterfalls }).toEqual({
      figures: [],
      failures: [{ cell: 'DELAY async at m = 1, repetition 1', error: 'it broke' }],
      headline: undefined,
      waterfalls: [],
    });
  });

  it('has the figures of the cells that did not', () => {
    const { figures, failures } = reportData(
      benchResult([failed, measuredCell({ server: 'DELAY', strategy: 'sequential' })]),
      [],
    );
    expect([figures.length, failures.length]).toEqual([1, 1]);
  });
});
