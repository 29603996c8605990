import { UsageError } from '../errors/usage-error.ts';

/** The largest time scale: an hour's delay times this still fits a timer. */
export const MAX_TIME_SCALE = 100;

/**
 * Reads what every injected duration is multiplied by.
 *
 * @throws UsageError for what is no number, or none from 0 to 100
 */
export function parseTimeScale(text: string): number {
  const scale = Number(text);
  if (text.trim() !== '' && scale >= 0 && scale <= MAX_TIME_SCALE) return scale;
  throw new UsageError(`give a number from 0 to ${MAX_TIME_SCALE}, such as 0.1`);
}
