import { describe, expect, it } from 'vitest';
import type { Curve } from '../../../bench/curve.ts';
import { terminalCurve } from '../../../bench/report/terminal-curve.ts';
import { CURVE } from '../../helpers/reported-run.ts';

function curveOf(levels: readonly (readonly [m: number, goodput: number])[], knee: Partial<Curve['knee']> = {}): Curve {
  return {
    ...CURVE,
    levels: levels.map(([m, value]) => ({
      m,
      repetitions: 1,
      goodputPerSecond: { value, low: value, high: value },
      errorShare: 0,
    })),
    knee: { sentence: 'none', ...knee },
  };
}

describe('the curve in the terminal', () => {
  it('shows the levels with their intervals, and marks the knee', async () => {
    await expect(`${terminalCurve(CURVE)}\n`).toMatchFileSnapshot('../../golden/curve.txt');
  });

  it.each<[string, Curve]>([
    ['a sweep with intervals', CURVE],
    [
      'two levels',
      curveOf([
        [1, 5],
        [20, 90],
      ]),
    ],
    [
      'many close levels',
      curveOf(
        Array.from({ length: 60 }, (_, i) => [i + 40, 1000 + i] as const),
        { byFit: 5000 },
      ),
    ],
    [
      'nothing that was ok',
      curveOf([
        [1, 0],
        [2, 0],
      ]),
    ],
    ['a single level', curveOf([[7, 3]], { byKneedle: 7 })],
    [
      'a knee at the right edge',
      curveOf(
        [
          [1, 5],
          [1000, 12345.6],
        ],
        { byKneedle: 1000, byFit: 900 },
      ),
    ],
  ])('has at most 12 lines of at most 80 plain characters: %s', (_, curve) => {
    const lines = terminalCurve(curve).split('\n');
    expect(lines.length).toBeLessThanOrEqual(12);
    for (const line of lines) expect(line).toMatch(/^[ -~]{1,80}$/);
  });

  it('draws each level where its m and its goodput are', () => {
    const lines = terminalCurve(
      curveOf(
        [
          [1, 25],
          [8, 50],
          [64, 100],
        ],
        { byKneedle: 8 },
      ),
    ).split('\n');
    const rows = lines.filter((line) => line.includes('|'));
    const columns = lines[10]!;
    const places = rows.flatMap((row, i) => (row.includes('*') ? [[i, row.indexOf('*')]] : []));
    expect(places).toEqual([
      [0, columns.indexOf('64')],
      [4, columns.indexOf('8')],
      [5, columns.indexOf('1')],
    ]);
    expect(lines[11]!.indexOf('^')).toBe(columns.indexOf('8'));
    expect(lines[11]).toContain('knee: m = 8 by Kneedle');
  });

  it('says when there is no knee', () => {
    expect(
      terminalCurve(
        curveOf([
          [1, 5],
          [2, 10],
        ]),
      ),
    ).toMatch(/\n *no knee found$/);
  });
});
