import { expect, it } from 'vitest';
import { analyseSweeps } from '../../../bench/sweep/analyse-sweeps.ts';
import { explainCurve } from '../../../bench/sweep/explain-curve.ts';
import { generator } from '../../../lib/chance/generator.ts';
import { measuredCell } from '../../helpers/bench/bench-result.ts';
import { normalDeviate } from '../../helpers/bench/normal-deviate.ts';

const LEVELS = [1, 2, 4, 8, 16, 32];

/** Whether the law and Kneedle may be used, by their explanations. */
function usable(at: (m: number) => number): boolean[] {
  const cells = LEVELS.map((m) => measuredCell({ server: 'DELAY', strategy: 'async', m, goodputPerSecond: at(m) }));
  const [usl, kneedle] = explainCurve(analyseSweeps(cells, 1)[0]!);
  return [usl!, kneedle!].map(({ use }) => use.startsWith('it may be used here'));
}

it('lets both be used where the levels go past the end of capacity', () => {
  expect(usable((m) => 100 * Math.min(m, 8))).toEqual([true, true]);
});

it('lets the law not be used without a level past the peak, nor Kneedle on a straight line in noise', () => {
  const next = generator(3, 'noise');
  const noisy = Array.from({ length: 5 }, () => usable((m) => 10 * m * Math.exp(0.03 * normalDeviate(next))));
  expect(noisy.filter(([, kneedle]) => kneedle)).toEqual([]);
  expect(usable((m) => 10 * m)).toEqual([false, false]);
});
