import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scheduleTime } from '../../../lib/queueing/schedule-time.ts';
import { sharedOut } from '../../../lib/queueing/shared-out.ts';

describe('work that is shared out among slots', () => {
  it.each([
    ['all of it for one slot', [3, 1, 2], 1, 6],
    ['an even share of it', [3, 3, 3, 3], 2, 6],
    ['what one slot has to do of pieces that are all alike', Array(20).fill(100), 8, 300],
    ['an even share of pieces that are not alike', [1, 1, 1, 1, 3], 2, 3.5],
    ['two of the longest, where one more is long than there are slots', [5, 5, 5, 1], 2, 10],
    ['nothing, for any number of slots', [3, 1, 2], Infinity, 0],
    ['nothing, for no work', [], 4, 0],
  ])('takes at least %s', (_, times, slots, ms) => expect(sharedOut(times, slots)).toBe(ms));

  it('takes longer where slots slow each other down', () => {
    expect(sharedOut([100, 100, 100, 100], 2, 1.5)).toBeCloseTo(400 / 1.5, 9);
  });

  it('is done no sooner by whoever takes one piece after the other', () => {
    const pieces = fc.array(fc.integer({ min: 0, max: 1000 }), { maxLength: 30 });
    fc.assert(
      fc.property(pieces, fc.integer({ min: 1, max: 12 }), (times, m) => {
        const items = times.map((afterMs) => ({ beforeMs: 0, servicesMs: undefined, afterMs }));
        const took = scheduleTime(items, { m, timeoutMs: Number.POSITIVE_INFINITY, stations: [] });
        expect(sharedOut(times, m)).toBeLessThanOrEqual(took + 1e-9);
      }),
    );
  });
});
