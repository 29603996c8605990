import { UsageError } from '../errors/usage-error.ts';

/** The highest rate that any option accepts, in requests a second. */
const MAX_REQUESTS_PER_SECOND = 100_000;

/**
 * Reads a rate such as `50/s` or `0.5/s` into requests a second.
 *
 * @throws UsageError when the text is not a rate, is 0 or is over 100,000/s.
 */
export function parseRequestRate(text: string): number {
  const [, number] = /^(\d+(?:\.\d+)?|\.\d+)\/s$/.exec(text.trim()) ?? [];
  const perSecond = Number(number);
  if (perSecond > 0 && perSecond <= MAX_REQUESTS_PER_SECOND) return perSecond;
  const most = `${MAX_REQUESTS_PER_SECOND}/s`;
  throw new UsageError(
    `"${text}" is not a rate: give requests a second, such as 50/s, more than 0 and at most ${most}`,
  );
}
