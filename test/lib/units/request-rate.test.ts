import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { parseRequestRate } from '../../../lib/units/request-rate.ts';

describe('a rate', () => {
  it.each([
    ['50/s', 50],
    ['0.5/s', 0.5],
    ['.25/s', 0.25],
    [' 100000/s ', 100_000],
  ])('%j is %d requests a second', (text, perSecond) => expect(parseRequestRate(text)).toBe(perSecond));

  it.each(['', '50', '0/s', '-1/s', '50/m', '1e3/s', '50 /s', 'fast/s', '100001/s', '/s'])('%j is none', (text) => {
    expect(() => parseRequestRate(text)).toThrow(UsageError);
    expect(() => parseRequestRate(text)).toThrow('give requests a second, such as 50/s');
  });
});
