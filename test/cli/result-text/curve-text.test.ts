import { describe, expect, it } from 'vitest';
import { analyseSweeps } from '../../../bench/sweep/analyse-sweeps.ts';
import { printCurves } from '../../../cli/result-text/curve-text.ts';
import { measuredCell } from '../../helpers/bench/bench-result.ts';
import { MemoryContext } from '../../helpers/memory-context.ts';

/** Goodput by m against eight slots, with what was refused. */
function textOf(levels: readonly (readonly [m: number, goodput: number, refused?: number])[], columns = 80): string[] {
  const cells = levels.map(([m, goodputPerSecond, refused = 0]) =>
    measuredCell({ server: 'LIMITED', strategy: 'async', m, goodputPerSecond, refused, efficiency: 0.9 }),
  );
  const known = { m: 8, bottleneck: 'slots', slots: 8, longestMs: 10 } as const;
  const context = new MemoryContext([], { columns, env: { NO_COLOR: '1' } });
  printCurves(
    analyseSweeps(cells, 1, [], () => known),
    context,
  );
  return context.stdout.text.trim().split('\n');
}

/** On a terminal that has room for it a bar is no longer than this. */
const LONGEST_BAR = 60;

describe.each([64, 72, 80, 81, 99, 100, 101, 120, 200])('on a terminal of %i columns', (columns) => {
  it.each([
    [8, 700],
    // What is enough lies between two levels, and the mark says where.
    [8, 400],
    [28, 12_345.6],
  ])('a longest line fills it, or has the longest bar: enough at %i, goodput %d', (m, goodput) => {
    const lines = textOf(
      [
        [4, 380.1],
        [m, goodput],
        [128, 15_678.9],
        [1024, 2000, 24_000],
      ],
      columns,
    );
    const bar = Math.max(...lines.map((line) => line.split('█').length - 1));
    const longest = Math.max(...lines.map(({ length }) => length));
    expect(longest).toBeLessThanOrEqual(columns);
    if (bar < LONGEST_BAR) expect(longest).toBe(columns);
    else expect(bar).toBe(LONGEST_BAR);
  });
});

it.each([
  ['which has about that', 700, 8, '<- enough'],
  ['unless it has far less, and says from where on', 400, 16, '<- enough from 8'],
])('marks the first level from the best m on as enough, %s', (_which, goodput, marked, mark) => {
  const lines = textOf([
    [4, 300],
    [8, goodput],
    [16, 780],
    [64, 2000, 24],
  ]);
  const found = lines.filter((line) => line.includes('<-'));
  expect(found).toEqual([expect.stringMatching(`^  m +${marked} .*  ${mark}$`)]);
});

it('says how much was refused, and marks no such level', () => {
  const lines = textOf([
    [32, 780],
    [64, 900, 24],
  ]);
  expect(lines[2]).toMatch(/ 900\.0\/s, 24 refused$/);
});
