import { describe, expect, it } from 'vitest';
import type { Slice, Timeline } from '../../../bench/result/cell.ts';
import type { BenchResult } from '../../../bench/result/result.ts';
import { printTimelines } from '../../../cli/result-text/timeline-text.ts';
import { benchResult, measuredCell } from '../../helpers/bench/bench-result.ts';
import { MemoryContext } from '../../helpers/memory-context.ts';

/** So many slices of 0.1 s: ok until a time, and from then on errors, of which every second slice has none. */
function timeline(count: number, okUntilMs: number): Timeline {
  const slices = Array.from({ length: count }, (_, i): Slice => {
    const times = { fromMs: i * 100, toMs: (i + 1) * 100 };
    if (times.fromMs < okUntilMs) return { ...times, ended: 10, goodputPerSecond: i === 0 ? 50 : 100, errorShare: 0 };
    if (i % 2 === 1) return { ...times, ended: 0, goodputPerSecond: 0 };
    return { ...times, ended: 2, goodputPerSecond: 0, errorShare: 1 };
  });
  return { sliceMs: 100, beginsMs: 50, slices };
}

function result(timelines: Readonly<Record<string, Timeline>>, schedule?: string): BenchResult {
  const cells = Object.entries(timelines).map(([strategy, one]) =>
    measuredCell({ server: 'ERROR', strategy, timeline: one }),
  );
  const servers = [{ label: 'ERROR', faults: 'none', ...(schedule !== undefined && { schedule }) }];
  return { ...benchResult(cells), servers, timeScale: 0.5 };
}

/** What is printed on a terminal of 80 columns. */
function linesOf(of: BenchResult): string[] {
  const context = new MemoryContext([], { columns: 80, env: { NO_COLOR: '1' } });
  printTimelines(of, context);
  return context.stdout.text.split('\n').slice(0, -1);
}

describe('what changing faults did', () => {
  it('is a line of goodput, of errors and of the changes for each row', () => {
    const schedule = 'ERROR@10ms: hang; ERROR@20ms: none; ERROR@1s: status=503; ERROR@1h: none';
    expect(linesOf(result({ async: timeline(10, 400), paced: timeline(4, 400) }, schedule))).toEqual([
      '',
      'ERROR as its faults changed:',
      '  1  from 5 ms on: hang@100% (no cell ran then)',
      '  2  from 10 ms on: none',
      '  3  from 500 ms on: status=503@100%',
      '  4  from 1800 s on: none (no cell ran then)',
      '  async  goodput  ▄███        up to 100.0/s',
      '         errors       █·█·█·  up to 100 %',
      '         faults   2   3       each sign: 100 ms',
      '                              · none ended',
      '  paced  goodput  ▄███        up to 100.0/s',
      '         errors               up to 0 %',
      '         faults   2           each sign: 100 ms',
    ]);
  });

  it('has several slices in one sign where there is not enough room', () => {
    const lines = linesOf(result({ 'a-client-with-a-long-name': timeline(120, 6000) }, 'ERROR@12.1s: hang'));
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
    const [, errors] = lines.slice(3);
    expect(errors).toMatch(/^ +errors {2} +█+ {2}up to 100 %$/);
    expect(lines.join('\n')).toMatch(/a-client-with-a….*each sign: 400 ms$/ms);
  });

  it('is not said of servers whose faults do not change', () => {
    expect(linesOf(result({ async: timeline(10, 400) }))).toEqual([]);
  });
});
