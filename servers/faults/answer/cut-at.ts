/**
 * At which byte a body is cut: at its half, or after so many, but before its last one in any case, so that what is cut is
 * never whole.
 */
export function cutAt(bodyBytes: number, afterBytes: number | undefined): number {
  return afterBytes === undefined ? Math.floor(bodyBytes / 2) : Math.min(afterBytes, Math.max(0, bodyBytes - 1));
}
