import { describe, expect, it } from 'vitest';
import { retryAfterMs } from '../../../clients/item/retry-after.ts';

const DATE = 'Fri, 21 Nov 2025 10:00:00 GMT';

describe('retryAfterMs', () => {
  it.each([
    ['0', 0],
    ['2', 2000],
    [' 120 ', 120_000],
    ['Fri, 21 Nov 2025 10:00:05 GMT', 5000],
    ['Fri, 21 Nov 2025 09:59:00 GMT', 0],
  ])('reads "%s" as %d ms', (value, expected) => {
    expect(retryAfterMs({ 'retry-after': value, date: DATE })).toBe(expected);
  });

  it.each(['', '-1', '1.5', 'soon', '2025-11-21', '10 GMT GMT'])('takes "%s" for nothing', (value) => {
    expect(retryAfterMs({ 'retry-after': value, date: DATE })).toBeUndefined();
  });

  it('is undefined without the header, and for a date when the response has none of its own', () => {
    expect(retryAfterMs({})).toBeUndefined();
    expect(retryAfterMs({ 'retry-after': DATE })).toBeUndefined();
  });

  it('takes the first of several', () => {
    // What undici makes of a header that comes twice.
    const headers = { 'retry-after': ['2', '7'] as unknown as string };
    expect(retryAfterMs(headers)).toBe(2000);
  });
});
