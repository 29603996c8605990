import { describe, expect, it } from 'vitest';
import { bestM } from '../../../bench/sweep/best-m.ts';

const sweep = (goodputs: Record<number, number>) =>
  Object.entries(goodputs).map(([m, goodput]) => ({ m: Number(m), goodput }));

describe('bestM', () => {
  it('is the smallest m within 5 % of the best', () => {
    const best = bestM(sweep({ 1: 10, 2: 20, 4: 40, 8: 77, 16: 80, 32: 79 }));
    expect(best).toEqual({ m: 8, goodput: 77, highest: { m: 16, goodput: 80 } });
  });

  it('counts a level at exactly the limit, and none below it', () => {
    expect(bestM(sweep({ 4: 50, 8: 95, 16: 100 }))?.m).toBe(8);
    expect(bestM(sweep({ 4: 50, 8: 94.9, 16: 100 }))?.m).toBe(16);
  });

  it('takes the median of the repetitions', () => {
    const goodputs = [...sweep({ 2: 20, 4: 40 }), { m: 2, goodput: 400 }, { m: 2, goodput: 21 }];
    expect(bestM(goodputs)).toEqual({ m: 4, goodput: 40, highest: { m: 4, goodput: 40 } });
  });

  it('is the lowest level when all are equal, and the only one when there is one', () => {
    expect(bestM(sweep({ 1: 5, 2: 5, 4: 5 }))?.m).toBe(1);
    expect(bestM(sweep({ 8: 5 }))?.m).toBe(8);
  });

  it('is none when nothing was measured or nothing was ok', () => {
    expect(bestM([])).toBeUndefined();
    expect(bestM(sweep({ 1: 0, 2: 0 }))).toBeUndefined();
  });

  it('refuses a goodput that is no number', () => {
    expect(() => bestM([{ m: 2, goodput: Number.NaN }])).toThrow(TypeError);
  });
});
