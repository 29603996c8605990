import type { RequestRecord } from '../../lib/request-record.ts';

/** Statuses below 500 by which a server says: ask again. */
const ASK_AGAIN = [408, 429];

/**
 * Whether a request has failed, so that asking again is a retry: its client gave it up, it was broken off, it is never to be
 * answered, or its status is an error that another attempt may not meet. That is any of 500 and more, 408, 429, and what a fault sent. What a server
 * means by 404, or by another status from 400 that nobody injected, is an answer.
 */
export function hasFailed({ ending, status = 0, failsBy }: RequestRecord): boolean {
  if (ending !== 'sent') return ending !== 'open' || failsBy === 'hang';
  if (status >= 500 || ASK_AGAIN.includes(status)) return true;
  return status >= 400 && status !== 404 && failsBy === 'status';
}

/** Whether a request was answered whole, with a status below 400. */
export function isOk({ ending, status = 0 }: Pick<RequestRecord, 'ending' | 'status'>): boolean {
  return ending === 'sent' && status < 400;
}
