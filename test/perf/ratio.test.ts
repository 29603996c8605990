import { describe, expect, it } from 'vitest';
import { compare, pairedRatio, ROUNDS, type Round } from '../../perf/ratio.ts';

/** Rounds on a machine that is slower from one to the next, ours being so many times theirs in each. */
function drifting(ratios: readonly number[]): Round[] {
  return ratios.map((ratio, i) => ({ ours: (1000 * ratio) / (i + 1), theirs: 1000 / (i + 1) }));
}

describe('a paired ratio', () => {
  it('is not blurred by a machine whose speed drifts from round to round', () => {
    const { value, low, high } = pairedRatio(drifting([0.8, 0.8, 0.8, 0.8]))!;
    expect([value, low, high]).toEqual([0.8, 0.8, 0.8].map((ratio) => expect.closeTo(ratio, 12)));
  });

  it('has an interval around it that is as wide below as above, as factors, and follows the noise', () => {
    const calm = pairedRatio(drifting([0.98, 1.02, 0.99, 1.01]))!;
    const noisy = pairedRatio(drifting([0.8, 1.25, 0.9, 1.1]))!;
    expect(calm.value / calm.low).toBeCloseTo(calm.high / calm.value, 12);
    expect([calm.low < 1, calm.high > 1]).toEqual([true, true]);
    expect(noisy.high / noisy.low).toBeGreaterThan(calm.high / calm.low);
  });

  it('is that of Student: t of three degrees times the standard error of the logarithms', () => {
    const logs = [0.1, -0.1, 0.2, -0.2];
    const { value, high } = pairedRatio(drifting(logs.map(Math.exp)))!;
    expect(value).toBeCloseTo(1, 12);
    expect(Math.log(high)).toBeCloseTo(3.182446 * Math.sqrt(0.1 / 3 / 4), 5);
  });

  it.each([[[]], [[1]], [[1, 0]], [[1, Number.NaN]], [[1, Number.POSITIVE_INFINITY]]])('is none of %j', (ratios) => {
    expect(pairedRatio(drifting(ratios))).toBeUndefined();
  });

  it('takes the sides in turn, and lets each be the first as often as the other', async () => {
    const order: string[] = [];
    const side = (name: string) => async () => order.push(name);
    await compare(side('a'), side('b'));
    const [warmUp, rounds] = [order.slice(0, 2), order.slice(2).join('')];
    expect(warmUp).toEqual(['a', 'b']);
    expect(rounds).toBe('abba'.repeat(ROUNDS / 2).slice(0, 2 * ROUNDS));
    expect(ROUNDS % 2).toBe(0);
  });
});
