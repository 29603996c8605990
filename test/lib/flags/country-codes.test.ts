import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { countryCodes, MOST_POPULOUS, selectCodes } from '../../../lib/flags/country-codes.ts';

describe('countryCodes', () => {
  it('are 194, upper case, sorted, each once', () => {
    const codes = countryCodes();
    expect(codes).toHaveLength(194);
    expect(codes).toEqual([...new Set(codes)].sort());
    expect(codes.filter((code) => !/^[A-Z]{2}$/.test(code))).toEqual([]);
    expect([codes[0], codes.at(-1)]).toEqual(['AD', 'ZW']);
  });
});

describe('selectCodes', () => {
  it('selects the 20 most populous countries, sorted, when nothing is asked for', () => {
    expect(selectCodes({})).toEqual([...MOST_POPULOUS].sort());
    expect(selectCodes({})).toHaveLength(20);
    for (const code of MOST_POPULOUS) expect(countryCodes()).toContain(code);
  });

  it('takes codes in any case, each once, sorted', () => {
    expect(selectCodes({ codes: ['us', 'BR', 'Br'] })).toEqual(['BR', 'US']);
  });

  it('takes a pair of letters that is no country, which the server then does not find', () => {
    expect(selectCodes({ codes: ['XX'] })).toEqual(['XX']);
  });

  it('takes a letter for all countries whose code begins with it', () => {
    expect(selectCodes({ codes: ['w', 'br'] })).toEqual(['BR', 'WS']);
    expect(selectCodes({ codes: ['B'] })).toEqual(countryCodes().filter((code) => code.startsWith('B')));
  });

  it('takes all countries', () => {
    expect(selectCodes({ all: true })).toEqual(countryCodes());
  });

  it('takes every pair of letters: 194 countries and 482 others', () => {
    const every = selectCodes({ every: true });
    expect(every).toHaveLength(676);
    expect(new Set(every).size).toBe(676);
    const known = new Set(countryCodes());
    expect(every.filter((code) => known.has(code))).toHaveLength(194);
    expect(every.filter((code) => !known.has(code))).toHaveLength(482);
  });

  it('takes the first so many, after sorting', () => {
    expect(selectCodes({ codes: ['US', 'BR', 'CN'], limit: 2 })).toEqual(['BR', 'CN']);
    expect(selectCodes({ all: true, limit: 100 }).at(-1)).toBe('LK');
    expect(selectCodes({ all: true, limit: 1000 })).toHaveLength(194);
  });

  it.each(['', '1', 'X', 'BRA', 'B1', 'B ', 'ß', 'ﬁ', 'ı', '../', 'É'])('refuses %j, which is no code', (text) => {
    const message = `"${text}" is not a country code: give two letters such as BR, or one such as B for all with B`;
    expect(() => selectCodes({ codes: ['BR', text] })).toThrow(new UsageError(message));
  });

  it.each([0, -3, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses a limit of %d', (limit) => {
    const message = `the limit must be a whole number from 1, not ${limit}`;
    expect(() => selectCodes({ all: true, limit })).toThrow(new UsageError(message));
  });
});
