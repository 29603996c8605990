import { describe, expect, it } from 'vitest';
import { rowOf } from '../../../bench/rows/rows.ts';
import { benchTable } from '../../../cli/result-text/bench-table.ts';
import { failedCell, measuredCell } from '../../helpers/bench/bench-result.ts';
import { shownLines } from '../../helpers/shown-lines.ts';

/** The table in a terminal of that width. */
function table(rows: Parameters<typeof benchTable>[0], width: number): string[] {
  return shownLines(benchTable(rows, width).lines, width);
}

const ERRORS = { ok: 15, notFound: 0, httpError: 3, timeout: 1, networkError: 1, cancelled: 0 };

describe('the table of a bench', () => {
  it('has a row for each cell, numbers on the right with their units, and a blank line between servers', () => {
    const cells = [
      measuredCell({ server: 'LOCAL', strategy: 'sequential', elapsedMs: 20 }),
      measuredCell({ server: 'LOCAL', strategy: 'async', elapsedMs: 16 }),
      measuredCell({ server: 'ERROR', strategy: 'sequential', elapsedMs: 5420, idealMs: 5400, outcomes: ERRORS }),
      measuredCell({ server: 'ERROR', strategy: 'async', elapsedMs: 500, idealMs: 480, outcomes: ERRORS }),
    ];
    expect(table(cells, 80)).toEqual([
      'server  strategy     m  ok  errors  elapsed   goodput  efficiency  speed-up  p50',
      'LOCAL   sequential   1  20     0 %  0.020 s  1000.0/s           –     1.0 x    –',
      'LOCAL   async       20  20     0 %  0.016 s  1250.0/s           –     1.3 x    –',
      '',
      'ERROR   sequential   1  15    25 %  5.420 s     3.7/s       100 %     1.0 x    –',
      'ERROR   async       20  15    25 %  0.500 s    40.0/s        96 %    10.8 x    –',
    ]);
  });

  it('shows what is not there as a dash', () => {
    const cells = [
      failedCell({ server: 'DELAY', strategy: 'sequential' }),
      measuredCell({ server: 'DELAY', strategy: 'async' }),
    ];
    expect(table(cells, 80).slice(1)).toEqual([
      'DELAY   sequential   1   –       –   failed        –           –         –    –',
      'DELAY   async       20  20     0 %  1.000 s   20.0/s           –         –    –',
    ]);
  });

  it('has latencies and late starts instead of an efficiency where requests started on schedule', () => {
    const cells = [
      measuredCell({ server: 'DELAY', strategy: 'open', latencyP50Ms: 280.4, latencyP95Ms: 470.6, lateStarts: 0 }),
      measuredCell({ server: 'LOCAL', strategy: 'open', lateStarts: 3 }),
    ];
    expect(table(cells, 95)).toEqual([
      'server  strategy   m  ok  errors  elapsed  goodput       p50       p95  p99  late starts',
      'DELAY   open      20  20     0 %  1.000 s   20.0/s  280.4 ms  470.6 ms    –            0',
      '',
      'LOCAL   open      20  20     0 %  1.000 s   20.0/s         –         –    –            3',
    ]);
  });

  it('shows the medians of repetitions and where the elapsed time lies between', () => {
    const delay = { server: 'DELAY', strategy: 'async' };
    const repeated = rowOf([500, 540, 510].map((elapsedMs) => measuredCell({ ...delay, elapsedMs, idealMs: 490 })));
    expect(table([repeated], 80)).toEqual([
      'server  strategy   m  ok  errors  elapsed     range, s  goodput  efficiency  p50',
      'DELAY   async     20  20     0 %  0.510 s  0.500–0.540   39.2/s        96 %    –',
    ]);
  });

  it('shows latencies, CPU time and memory as far as there is room for them, and never more than that', () => {
    const delay = {
      server: 'DELAY',
      latencyP50Ms: 280.4,
      latencyP95Ms: 470.6,
      cpuSeconds: 1.25,
      peakRssBytes: 2 ** 27,
    };
    const cells = [
      measuredCell({ ...delay, strategy: 'sequential', items: 100, elapsedMs: 5000, idealMs: 4900 }),
      measuredCell({ ...delay, strategy: 'async', items: 100, elapsedMs: 520, idealMs: 500 }),
    ];
    const all = ['p50', 'p95', 'CPU', 'peak RSS'];
    const shownAt = (width: number) => all.filter((title) => table(cells, width)[0]!.includes(title));
    expect([80, 100, 110, 140].map(shownAt)).toEqual([[], ['p50', 'p95'], ['p50', 'p95', 'CPU'], all]);
    for (const width of [50, 80, 100, 110, 140]) {
      expect(Math.max(...table(cells, width).map(({ length }) => length)), String(width)).toBeLessThanOrEqual(width);
    }
  });

  it('counts what was not found apart from errors', () => {
    const outcomes = { ...ERRORS, notFound: 7 };
    const [head, row] = table([measuredCell({ server: 'LOCAL', strategy: 'async', items: 27, outcomes })], 100);
    expect(head).toMatch(/ok +not found +errors +elapsed/);
    expect(row).toMatch(/ 15 +7 +19 % /);
  });
});
