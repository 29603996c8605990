import { describe, expect, it } from 'vitest';
import { requireFinite } from '../../../bench/statistics/require-finite.ts';

describe('requireFinite', () => {
  it('lets numbers through, and nothing at all', () => {
    expect(() => requireFinite([0, -1, 1e308])).not.toThrow();
    expect(() => requireFinite([])).not.toThrow();
  });

  it.each([Number.NaN, Infinity, -Infinity])('refuses %d', (value) => {
    expect(() => requireFinite([1, value])).toThrow(
      new TypeError(`Expected the values to be finite numbers, got ${value}`),
    );
  });
});
