import { describe, expect, it } from 'vitest';
import { highestM } from '../../../bench/analysis/highest-m.ts';

const LEVELS = [
  { m: 1, p95Ms: 100, errorShare: 0 },
  { m: 8, p95Ms: 110, errorShare: 0.01 },
  { m: 16, p95Ms: 200, errorShare: 0.02 },
  { m: 64, p95Ms: 800, errorShare: 0.5 },
];

describe('highestM', () => {
  it.each([
    [{ p95Ms: 150 }, 8],
    [{ p95Ms: 200 }, 16],
    [{ errorShare: 0.01 }, 8],
    [{ p95Ms: 1000, errorShare: 0.02 }, 16],
    [{ p95Ms: 110, errorShare: 0.02 }, 8],
    [{}, 64],
  ])('within %j is %d', (limits, m) => {
    expect(highestM(LEVELS, limits)).toEqual({ m, brokenBelow: [] });
  });

  it('is none when no level is within the limits or there is none', () => {
    expect(highestM(LEVELS, { p95Ms: 99 })).toBeUndefined();
    expect(highestM([], {})).toBeUndefined();
  });

  it('does not let a level through whose p95 is not available', () => {
    const levels = [
      { m: 1, p95Ms: 100, errorShare: 0 },
      { m: 2, p95Ms: undefined, errorShare: 0 },
      { m: 4, p95Ms: Number.NaN, errorShare: 0 },
    ];
    expect(highestM(levels, { p95Ms: 1000 })?.m).toBe(1);
    expect(highestM(levels, { errorShare: 0 })?.m).toBe(4);
  });

  it('names the lower levels that break a limit, since then the answer may be luck', () => {
    const levels = [...LEVELS, { m: 128, p95Ms: 100, errorShare: 0 }];
    expect(highestM(levels.toReversed(), { p95Ms: 150 })).toEqual({ m: 128, brokenBelow: [16, 64] });
  });

  it('lets a level through only when all its repetitions are within the limits', () => {
    expect(highestM([...LEVELS, { m: 8, p95Ms: 151, errorShare: 0 }], { p95Ms: 150 })?.m).toBe(1);
  });
});
