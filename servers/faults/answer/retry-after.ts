/** What a Retry-After header says, and how long that is to wait, in milliseconds. */
export interface RetryAfter {
  readonly header: string;
  readonly waitMs: number;
}

/**
 * Asks for a wait, which the header can only say in whole seconds, so it is rounded up (RFC 9110, 10.2.3).
 *
 * @param isDate whether the header says the date at which it is over; that is the wall clock's, which is what clients have
 */
export function retryAfter(ms: number, isDate: boolean): RetryAfter {
  if (!isDate) {
    const seconds = Math.ceil(ms / 1000);
    return { header: String(seconds), waitMs: seconds * 1000 };
  }
  const now = new Date();
  const over = new Date(Math.ceil((now.getTime() + ms) / 1000) * 1000);
  return { header: over.toUTCString(), waitMs: over.getTime() - now.getTime() };
}
