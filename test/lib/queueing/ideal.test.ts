import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idealBound, listSchedule } from '../../../lib/queueing/ideal.ts';

describe('idealBound', () => {
  it.each([
    ['the sum for one slot', [3, 1, 2], 1, 6],
    ['the sum shared out where no item is longer', [3, 1, 2], 2, 3],
    ['the longest where the share is shorter', [5, 1, 2], 2, 5],
    ['the longest for more slots than items', [3, 1, 2], 100, 3],
    ['0 for no items', [], 4, 0],
  ])('is %s', (_rule, times, m, ideal) => expect(idealBound(times, m)).toBe(ideal));

  it('is when the last item ends that need not wait, counted from the first start', () => {
    expect(idealBound([3, 1, 2], 3, [10, 12, 15])).toBe(7);
    expect(idealBound([9, 1, 1], 3, [10, 12, 15])).toBe(9);
    expect(idealBound([3, 3, 3], 1, [10, 10, 11])).toBe(9);
  });
});

describe('listSchedule', () => {
  it.each([
    ['adds up for one slot', [3, 1, 2], 1, 6],
    ['gives the next item to the slot that is free first', [3, 1, 2, 2], 2, 5],
    ['is the longest for a slot for each item', [3, 1, 2], 3, 3],
    ['is 0 for no items', [], 4, 0],
  ])('%s', (_rule, times, m, schedule) => expect(listSchedule(times, m)).toBe(schedule));

  it('lets no item begin before its start', () => {
    expect(listSchedule([3, 1, 2], 1, [10, 11, 20])).toBe(12);
    expect(listSchedule([3, 3, 3], 2, [10, 11, 12])).toBe(6);
    expect(listSchedule([3, 3, 3], 3, [10, 11, 12])).toBe(5);
  });

  it('is never under the ideal, and never twice as long', () => {
    const times = fc.array(fc.integer({ min: 0, max: 1000 }), { maxLength: 50 });
    const slots = fc.integer({ min: 1, max: 60 });
    fc.assert(
      fc.property(times, slots, (times, m) => {
        const ideal = idealBound(times, m);
        expect(listSchedule(times, m)).toBeGreaterThanOrEqual(ideal);
        expect(listSchedule(times, m)).toBeLessThanOrEqual(2 * ideal);
      }),
      { seed: 42 },
    );
  });
});
