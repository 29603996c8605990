import { UsageError } from '../../lib/errors/usage-error.ts';
import { MAX_DURATION_MS } from '../../lib/units/duration.ts';
import { MAX_RETRIES } from './download.ts';

/** @throws UsageError for a timeout that is none, in milliseconds */
export function checkTimeout(timeoutMs: number): void {
  if (!(timeoutMs > 0 && timeoutMs <= MAX_DURATION_MS)) {
    throw new UsageError(`the timeout must be over 0 ms and at most 1h, not ${timeoutMs} ms`);
  }
}

/** @throws UsageError for what is no number of retries, or too many */
export function checkRetries(retries: number): void {
  if (!Number.isInteger(retries) || retries < 0 || retries > MAX_RETRIES) {
    throw new UsageError(`retries must be a whole number from 0 to ${MAX_RETRIES}, not ${retries}`);
  }
}
