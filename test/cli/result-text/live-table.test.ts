import { expect, it } from 'vitest';
import type { CellResult } from '../../../bench/result/cell.ts';
import { printFigures } from '../../../cli/result-text/bench-text.ts';
import { LiveTable } from '../../../cli/result-text/live-table.ts';
import { benchResult, failedCell, measuredCell } from '../../helpers/bench/bench-result.ts';
import { MemoryContext } from '../../helpers/memory-context.ts';

const SEQUENTIAL = measuredCell({ server: 'DELAY', strategy: 'sequential', elapsedMs: 5000, idealMs: 4900 });
const ASYNC = measuredCell({ server: 'DELAY', strategy: 'async', elapsedMs: 500, idealMs: 490 });
const ASYNC_AT_8 = measuredCell({ server: 'DELAY', strategy: 'async', m: 8, elapsedMs: 900, idealMs: 890 });
const LOCAL = measuredCell({ server: 'LOCAL', strategy: 'async', elapsedMs: 300 });

/** The table of a bench that is to run these cells, and the lines that each of them brings. */
function shownBy(planned: readonly CellResult[], over: readonly CellResult[] = planned, columns = 80): string[][] {
  const context = new MemoryContext([], { columns, env: { NO_COLOR: '1' } });
  const live = LiveTable.of(benchResult(planned), [], context)!;
  const brought = (act: () => void) => {
    const before = context.stdout.text.length;
    act();
    return context.stdout.text.slice(before).split('\n').slice(0, -1);
  };
  return [...over.map((cell) => brought(() => live.add(cell))), brought(() => live.end())];
}

it('has each row as soon as it is done, below a head that leaves room for those to come', () => {
  expect(shownBy([SEQUENTIAL, ASYNC, LOCAL])).toEqual([
    [
      '',
      'server  strategy     m  ok  errors   elapsed    goodput  efficiency  speed-up',
      'DELAY   sequential   1  20     0 %   5.000 s      4.0/s        98 %     1.0 x',
    ],
    ['DELAY   async       20  20     0 %   0.500 s     40.0/s        98 %    10.0 x'],
    ['', 'LOCAL   async       20  20     0 %   0.300 s     66.7/s           –         –'],
    [],
  ]);
});

it('lets a row wait for the one that it is compared with, and for those above it', () => {
  const [async, local, sequential] = shownBy([ASYNC, LOCAL, SEQUENTIAL], [ASYNC, LOCAL, SEQUENTIAL]);
  expect([async, local]).toEqual([[], []]);
  expect(sequential!.filter((line) => line.includes('20 ')).length).toBe(3);
  expect(sequential![2]).toMatch(/^DELAY {3}async .* 10\.0 x$/);
});

it('does not wait for lower levels of a sweep, unless the highest one failed', () => {
  const [first] = shownBy([SEQUENTIAL, ASYNC, ASYNC_AT_8].slice(1), [ASYNC, ASYNC_AT_8]);
  expect(first!.at(-1)).toMatch(/^DELAY {3}async +20 /);
  const failed = { ...failedCell(ASYNC), m: 20 };
  const [, second] = shownBy([failed, ASYNC_AT_8]);
  expect(second!.at(-1)).toMatch(/^DELAY {3}async +8 /);
});

it('ends with the rows of what an interrupted bench has measured', () => {
  const brought = shownBy([SEQUENTIAL, ASYNC, LOCAL], [LOCAL]);
  expect(brought[0]).toEqual([]);
  expect(brought[1]!.slice(1)).toEqual([
    'server  strategy     m  ok  errors   elapsed    goodput  efficiency  speed-up',
    'LOCAL   async       20  20     0 %   0.300 s     66.7/s           –         –',
  ]);
});

it.each([80, 100, 140])('is as wide as %d columns at most', (columns) => {
  const lines = shownBy([SEQUENTIAL, ASYNC, LOCAL], undefined, columns).flat();
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(columns);
  expect(lines[1]!.includes('peak RSS')).toBe(columns === 140);
});

it('is none in a pipe, nor where medians are to be shown, which are known at the end', () => {
  expect(LiveTable.of(benchResult([ASYNC]), [], new MemoryContext())).toBeUndefined();
  const repeated = benchResult([ASYNC, { ...ASYNC, repetition: 2 }]);
  expect(LiveTable.of(repeated, [], new MemoryContext([], { columns: 80 }))).toBeUndefined();
});

it('is followed by nothing that it has shown already', () => {
  const context = new MemoryContext([], { columns: 80, env: { NO_COLOR: '1' } });
  const live = LiveTable.of(benchResult([SEQUENTIAL]), [], context)!;
  live.add(SEQUENTIAL);
  printFigures(benchResult([SEQUENTIAL]), context, live);
  expect(context.stdout.text.match(/^DELAY/gm)?.length).toBe(1);
});
