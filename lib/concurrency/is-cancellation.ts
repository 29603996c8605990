/** Whether an error only says that work was called off: the reason itself, an AbortError, or an error caused by one of them. */
export function isCancellation(error: unknown, reason: unknown): boolean {
  if (error === reason) return true;
  return error instanceof Error && (error.name === 'AbortError' || isCancellation(error.cause, reason));
}
