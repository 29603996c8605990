import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distinguish } from '../../../bench/statistics/distinguish.ts';
import { generator } from '../../../lib/chance/generator.ts';
import { normalDeviate } from '../../helpers/bench/normal-deviate.ts';

function distinction(...given: Parameters<typeof distinguish>) {
  const result = distinguish(...given);
  if (!result.ok) expect.unreachable(result.why);
  return result;
}

describe('distinguish', () => {
  it("is Welch's interval of the difference", () => {
    const a = [27.5, 21, 19, 23.6, 17, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19, 21.7, 21.4];
    const b = [27.1, 22, 20.8, 23.4, 23.4, 23.5, 25.8, 22, 24.8, 20.2, 21.9, 22.1, 22.9, 20.5, 24.4];
    // From SciPy's scipy.stats.ttest_ind(b, a, equal_var=False).
    const { low, high, higher } = distinction(a, b);
    expect(low).toBeCloseTo(0.3492370661924069, 9);
    expect(high).toBeCloseTo(3.984096267140929, 9);
    expect(higher).toBe('b');
    expect(distinction(b, a).higher).toBe('a');
  });

  it('cannot tell apart what overlaps', () => {
    expect(distinction([10, 12, 11], [11, 12, 10.5]).higher).toBe('neither');
  });

  it('with the noise of all levels tells apart what three repetitions alone could not', () => {
    const [a, b] = [
      [100, 103],
      [108, 105],
    ];
    expect(distinction(a!, b!).higher).toBe('neither');
    expect(distinction(a!, b!, { noise: { share: 0.02, degrees: 12 } }).higher).toBe('b');
  });

  it('of values without any spread says which is higher, and neither when they are equal', () => {
    expect(distinction([5, 5], [6, 6])).toEqual({ ok: true, difference: 1, low: 1, high: 1, higher: 'b' });
    expect(distinction([0, 0], [0, 0]).higher).toBe('neither');
  });

  it('says why there is no answer', () => {
    const why = 'an interval needs 2 measurements, and there is 1';
    expect(distinguish([1], [1, 2])).toEqual({ ok: false, why });
    expect(distinguish([1, 2], [1])).toEqual({ ok: false, why });
  });

  it('finds a difference between equals in at most 10 of 100 trials', () => {
    const next = generator(1, 'test');
    const three = () => Array.from({ length: 3 }, () => 100 + 3 * normalDeviate(next));
    const found = Array.from({ length: 100 }, () => distinction(three(), three())).filter(
      (d) => d.higher !== 'neither',
    );
    expect(found.length).toBeLessThanOrEqual(10);
  });

  it('turns around when the sides are exchanged', () => {
    const side = fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(side, side, (a, b) => {
        const [there, back] = [distinction(a, b), distinction(b, a)];
        expect(back.difference).toBeCloseTo(-there.difference, 9);
        expect(there.low).toBeLessThanOrEqual(there.difference);
        expect(there.high).toBeGreaterThanOrEqual(there.difference);
      }),
    );
  });
});
