import type { Outcome } from './outcome.ts';

/** What {@link reasonOf} looks at. */
type Ended = Pick<Outcome, 'kind' | 'status' | 'error' | 'reason'>;

/**
 * Why an item failed, in a few words which are equal for all items that failed alike: `status 418`. Undefined where it did
 * not fail: what is not found, or was cancelled, is no error. Where its client gave no reason, it follows from the rest.
 */
export function reasonOf({ kind, status, error, reason }: Ended): string | undefined {
  if (kind === 'ok' || kind === 'notFound' || kind === 'cancelled') return undefined;
  if (reason !== undefined) return reason;
  if (kind === 'httpError') return status === undefined ? 'an HTTP error' : `status ${status}`;
  return kind === 'timeout' ? 'timeout' : (error ?? 'a network error');
}
