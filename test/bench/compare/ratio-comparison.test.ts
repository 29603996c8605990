import { describe, expect, it } from 'vitest';
import { type ComparedFigure, compareFigure } from '../../../bench/compare/ratio-comparison.ts';

const pairs = [1, 2, 3, 4, 5, 6];

/** A figure whose items add no doubt, with B's runs at a ratio of A's. */
function figure(ratio: number, repetitions = 3): ComparedFigure<number> {
  const a = new Array<number>(repetitions).fill(Math.log(100));
  const b = new Array<number>(repetitions).fill(Math.log(100 * ratio));
  return { name: 'goodput', higherIsFaster: true, a, b, pairs, logRatioOf: () => 0 };
}

describe('compareFigure', () => {
  it.each([
    [1.2, true, 'faster'],
    [1.2, false, 'slower'],
    [0.8, true, 'slower'],
    [0.8, false, 'faster'],
    [1, true, 'no difference shown'],
    [1.03, true, 'no difference shown'],
  ] as const)('of a ratio of %d, higher is faster: %s, says %s', (ratio, higherIsFaster, verdict) => {
    const comparison = compareFigure({ ...figure(ratio), higherIsFaster }, { seed: 1 });
    expect(comparison.verdict).toBe(verdict);
    expect(comparison.ratio).toBeCloseTo(ratio, 12);
    expect(comparison.low).toBeLessThan(ratio);
    expect(comparison.high).toBeGreaterThan(ratio);
  });

  it('says why in one sentence', () => {
    const sentence = (ratio: number, options = {}) =>
      compareFigure(figure(ratio, 20), { seed: 1, ...options }).sentence;
    expect(sentence(1.2)).toBe("B's goodput is 1.20 × A's, between 1.14 and 1.27");
    expect(sentence(1)).toBe("B's goodput is 1.00 × A's, between 0.95 and 1.06: 1 is among them");
    expect(sentence(1.03, { drift: 0 })).toBe(
      "B's goodput is 1.03 × A's, between 1.03 and 1.03: less than the 5 % that is worth reporting",
    );
  });

  it('shows a smaller difference when it is asked for and the machine had no time to drift', () => {
    const options = { seed: 1, drift: 0, smallestDifference: 0.01 };
    expect(compareFigure(figure(1.03, 20), options).verdict).toBe('faster');
  });

  it('needs more of a difference when nothing was repeated', () => {
    const once = compareFigure(figure(1.08, 1), { seed: 1 });
    expect(once).toMatchObject({ verdict: 'no difference shown', runNoise: 'assumed', pairCount: 6 });
    expect(compareFigure(figure(1.08, 3), { seed: 1 })).toMatchObject({ verdict: 'faster', runNoise: 'measured' });
  });

  it('is wider by what the items add', () => {
    const noisy = { ...figure(1), logRatioOf: (drawn: readonly number[]) => drawn[0]! / 100 };
    const [plain, wide] = [figure(1), noisy].map((of) => compareFigure(of, { seed: 1 }));
    expect(wide!.high).toBeGreaterThan(plain!.high);
  });
});
