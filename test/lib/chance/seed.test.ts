import { describe, expect, it } from 'vitest';
import { parseSeed } from '../../../lib/chance/seed.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';

describe('parseSeed', () => {
  it.each([
    ['0', 0],
    ['42', 42],
    ['007', 7],
    ['281474976710655', 2 ** 48 - 1],
  ])('reads %j as %d', (text, seed) => {
    expect(parseSeed(text)).toBe(seed);
  });

  it.each(['', '-1', '1.5', '1e3', '0x10', '42 ', 'NaN', 'Random', '281474976710656'])('refuses %j', (text) => {
    const message = `"${text}" is not a seed: give a whole number from 0 to 281474976710655, or "random"`;
    expect(() => parseSeed(text)).toThrow(new UsageError(message));
  });

  it('picks a seed of its own for "random", which can be given again', () => {
    const seeds = Array.from({ length: 20 }, () => parseSeed('random'));
    expect(new Set(seeds).size).toBeGreaterThan(15);
    for (const seed of seeds) expect(parseSeed(String(seed))).toBe(seed);
  });
});
