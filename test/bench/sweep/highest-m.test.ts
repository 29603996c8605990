import { describe, expect, it } from 'vitest';
import { highestM } from '../../../bench/sweep/highest-m.ts';

const level = (m: number, holds: boolean) => ({ m, holds });

describe('highestM', () => {
  it('is the highest level that holds', () => {
    const levels = [level(1, true), level(8, true), level(16, false), level(64, false)];
    expect(highestM(levels)).toEqual({ m: 8, brokenBelow: [] });
    expect(highestM(levels.slice(0, 2).toReversed())).toEqual({ m: 8, brokenBelow: [] });
  });

  it('is none when no level holds or there is none', () => {
    expect(highestM([level(1, false), level(2, false)])).toBeUndefined();
    expect(highestM([])).toBeUndefined();
  });

  it('names the lower levels that do not hold, since then the answer may be luck', () => {
    const levels = [level(1, true), level(16, false), level(64, false), level(128, true)];
    expect(highestM(levels.toReversed())).toEqual({ m: 128, brokenBelow: [16, 64] });
  });

  it('lets a level through only when all its repetitions hold', () => {
    expect(highestM([level(1, true), level(8, true), level(8, false)])?.m).toBe(1);
  });
});
