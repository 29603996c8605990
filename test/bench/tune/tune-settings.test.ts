import { expect, it } from 'vitest';
import { tuneItems, tuneTimeScale } from '../../../bench/tune/tune-settings.ts';

it.each([
  [0, 0.1],
  [50, 1],
  [100, 1],
  [200, 0.5],
  [2750, 0.1],
])('gives requests of %d ms a time scale of %d: they take 100 ms where that is not too slow', (meanMs, scale) => {
  expect(tuneTimeScale(meanMs)).toBe(scale);
});

it.each([1, 3, 7, 8, 11, 16, 24, 32, 64, 194])('downloads whole waves at m = %d before slots', (m) => {
  for (const slots of [4, 8, 16]) {
    const items = tuneItems(m, slots, 0, 194);
    expect(items % Math.min(m, slots)).toBe(0);
    expect(items).toBeLessThanOrEqual(194);
    expect(items).toBeGreaterThanOrEqual(20);
  }
});

it('downloads what the goal needs, and never more than there is', () => {
  expect(tuneItems(1, 8, 100, 194)).toBe(100);
  expect(tuneItems(7, 8, 194, 194)).toBe(194);
  expect(tuneItems(100, Number.POSITIVE_INFINITY, 0, 194)).toBe(194);
});
