import { expect, it } from 'vitest';
import { analyseSweeps } from '../../../bench/sweep/analyse-sweeps.ts';
import { printCurves } from '../../../cli/result-text/curve-text.ts';
import { measuredCell } from '../../helpers/bench/bench-result.ts';
import { MemoryContext } from '../../helpers/memory-context.ts';

/** Goodput by m against eight slots, with what was refused. */
function textOf(levels: readonly (readonly [m: number, goodput: number, refused?: number])[]): string[] {
  const cells = levels.map(([m, goodputPerSecond, refused = 0]) =>
    measuredCell({ server: 'LIMITED', strategy: 'async', m, goodputPerSecond, refused, efficiency: 0.9 }),
  );
  const known = { m: 8, bottleneck: 'slots', slots: 8, longestMs: 10 } as const;
  const context = new MemoryContext([], { columns: 80, env: { NO_COLOR: '1' } });
  printCurves(
    analyseSweeps(cells, 1, [], () => known),
    context,
  );
  return context.stdout.text.trim().split('\n');
}

it('has lines of at most 80 columns', () => {
  const lines = textOf([
    [4, 380],
    [8, 700],
    [16, 780],
    [64, 2000, 24],
  ]);
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
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
