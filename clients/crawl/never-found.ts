import type { Outcome } from '../download/outcome.ts';

/** Why an address of a crawl has no answer that no request was sent for: what leads to it failed. */
export const NEVER_FOUND = 'never found';

/** Whether an address was never found. */
export function isNeverFound({ reason }: Pick<Outcome, 'reason'>): boolean {
  return reason === NEVER_FOUND;
}
