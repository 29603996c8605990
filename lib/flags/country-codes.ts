import { UsageError } from '../errors/usage-error.ts';
import { readFlagsData } from './flags-data.ts';

/**
 * The 20 most populous countries: what is downloaded when no code is asked for.
 *
 * @example
 * ```ts
 * import { MOST_POPULOUS, startLab, strategy, tally } from 'flaglab';
 * await using lab = await startLab({ LOCAL: {} });
 * const options = { baseUrl: `${lab.url('LOCAL')}/flags` };
 * const outcomes = await Array.fromAsync(strategy('async').download(MOST_POPULOUS, options));
 * console.log(MOST_POPULOUS[0], tally(outcomes, MOST_POPULOUS.length).kinds.ok); // CN 20
 * ```
 */
export const MOST_POPULOUS = 'CN IN US ID BR PK NG BD RU JP MX PH VN ET EG DE IR TR CD FR'.split(' ');

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('');

/**
 * The codes of all countries whose flag the lab has, upper case and sorted.
 *
 * @example
 * ```ts
 * import { countryCodes } from 'flaglab';
 * const codes = countryCodes();
 * console.log(codes.length); // 194
 * console.log(codes.filter((code) => code.startsWith('F'))); // [ 'FI', 'FJ', 'FM', 'FR' ]
 * ```
 */
export function countryCodes(): string[] {
  return readFlagsData('country_codes.txt').toString('utf8').trim().split(/\s+/).sort();
}

/** Which codes to download. */
export interface CodeSelection {
  /** Country codes, or first letters that stand for all countries whose code begins so; any case. */
  readonly codes?: readonly string[];
  /** All countries that have a flag. */
  readonly all?: boolean;
  /** All 676 pairs of letters, most of which are no country's code. */
  readonly every?: boolean;
  /** At most so many, after sorting. */
  readonly limit?: number;
}

/**
 * The codes that a selection stands for, upper case, sorted, each once; the 20 most populous when it names none.
 *
 * @throws UsageError when something is neither a letter that a code begins with nor a pair of letters, the limit is not a
 *   whole number from 1, or several ways are taken at once.
 */
export function selectCodes({ codes = [], all = false, every = false, limit }: CodeSelection): string[] {
  if (limit !== undefined && (!Number.isInteger(limit) || limit < 1)) {
    throw new UsageError(`the limit must be a whole number from 1, not ${limit}`);
  }
  if ([codes.length > 0, all, every].filter(Boolean).length > 1) {
    throw new UsageError('say which flags in one way: codes, -a for all countries, or -e for every pair of letters');
  }
  const selected = every ? everyPair() : all ? countryCodes() : codes.length === 0 ? MOST_POPULOUS : expand(codes);
  return [...new Set(selected)].sort().slice(0, limit);
}

function everyPair(): string[] {
  return LETTERS.flatMap((first) => LETTERS.map((second) => first + second));
}

function startingWith(letter: string): string[] {
  return countryCodes().filter((code) => code.startsWith(letter));
}

function expand(codes: readonly string[]): string[] {
  return codes.flatMap((text) => {
    // Tested as it was written: some letters of other alphabets have a pair of Latin ones for their upper case.
    if (/^[A-Za-z]{2}$/.test(text)) return [text.toUpperCase()];
    const known = /^[A-Za-z]$/.test(text) ? startingWith(text.toUpperCase()) : [];
    if (known.length > 0) return known;
    throw new UsageError(
      `"${text}" is not a country code: give two letters such as BR, or one such as B for all with B`,
    );
  });
}
