import { randomInt } from 'node:crypto';
import { UsageError } from '../errors/usage-error.ts';

/** The seed of every command and of the library when none is given. */
export const DEFAULT_SEED = 42;

/**
 * Reads a seed: a whole number from 0 to 2^48 − 1, or `random`, which picks one. The caller prints what was picked.
 *
 * @throws UsageError for anything else.
 */
export function parseSeed(text: string): number {
  if (text === 'random') return randomInt(2 ** 32);
  const seed = Number(text);
  if (!/^\d+$/.test(text) || seed >= 2 ** 48) {
    throw new UsageError(`"${text}" is not a seed: give a whole number from 0 to ${2 ** 48 - 1}, or "random"`);
  }
  return seed;
}
