import { UsageError } from '../errors/usage-error.ts';

const PERCENT = /^(\d+(?:\.\d+)?)%$/;

/**
 * Reads a share such as `25%` into a number from 0 to 1.
 *
 * @throws UsageError when the text is not a percentage or is over 100 %.
 */
export function parsePercent(text: string): number {
  const match = PERCENT.exec(text.trim());
  const percent = Number(match?.[1]);
  if (match === null || percent > 100) throw new UsageError(`"${text}" is not a share: give 0% to 100%, such as 25%`);
  return Number((percent / 100).toFixed(12));
}

/** Writes a share from 0 to 1 as {@link parsePercent} reads it: 0.25 is `25%`. */
export function formatPercent(share: number): string {
  // Not through Number, which writes the smallest shares with an exponent.
  return `${(share * 100).toFixed(10).replace(/\.?0+$/, '')}%`;
}

/** Writes a share for people, as a whole percentage: 0.254 is `25 %`. */
export function wholePercent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** Writes a share for people, to three digits: 0.25 is `25 %`, 0.001 is `0.1 %`. */
export function shortPercent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}
