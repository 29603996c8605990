import { UsageError } from '../errors/usage-error.ts';

const UNITS_MS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const DURATION = /^(\d+(?:\.\d+)?|\.\d+)(us|ms|s|m|h)$/;

/** The longest duration that any option accepts, in milliseconds: one hour. */
export const MAX_DURATION_MS = 3_600_000;

/**
 * Reads a duration such as `250ms`, `0.5s`, `2m` or `0` into milliseconds.
 *
 * @throws UsageError when the text is not a duration or is over one hour.
 */
export function parseDuration(text: string): number {
  const trimmed = text.trim();
  if (trimmed === '0') return 0;
  const match = DURATION.exec(trimmed);
  if (match === null) {
    throw new UsageError(`"${text}" is not a duration: give a number and a unit, such as 250ms, 0.5s or 2m`);
  }
  const [, number, unit] = match;
  // To fifteen digits: 0.07 s is 70 ms, not 70.00000000000001 ms. Milliseconds are taken as they are.
  const ms = unit === 'ms' ? Number(number) : Number((Number(number) * UNITS_MS[unit!]!).toPrecision(15));
  if (ms > MAX_DURATION_MS) throw new UsageError(`"${text}" is too long: the longest duration is 1h`);
  return ms;
}

/** Writes milliseconds in the shortest exact form that {@link parseDuration} reads back: `250ms`, `1.5s`, `2m`. */
export function formatDuration(ms: number): string {
  if (ms === 0) return '0ms';
  if (ms >= 60_000 && ms % 60_000 === 0) return `${ms / 60_000}m`;
  if (ms >= 1000 && Number.isInteger(ms)) return `${ms / 1000}s`;
  return `${ms}ms`;
}

/** Writes milliseconds for people, as short as they can be read, to four digits: `3.1 s`, `310 ms`. */
export function shortDuration(ms: number): string {
  return ms >= 1000 ? `${Number((ms / 1000).toPrecision(4))} s` : `${Number(ms.toPrecision(4))} ms`;
}

/** Writes milliseconds for people, as seconds to two decimals: 1234 is `1.23 s`. */
export function roundedSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
