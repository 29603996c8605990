/**
 * At which byte a body is cut: at its half, or after so many, but before its last one in any case, so that what is cut is
 * never whole.
 */
export function cutAt(bodyBytes: number, afterBytes: number | undefined): number {
  return afterBytes === undefined ? Math.floor(bodyBytes / 2) : Math.min(afterBytes, Math.max(0, bodyBytes - 1));
}

/**
 * At which byte headers are cut: at their half, but before a number that it would fall into. Some clients take the end of the
 * connection for the end of the headers, and would read another number.
 */
export function headersCutAt(headers: Buffer): number {
  let at = Math.floor(headers.length / 2);
  while (isDigit(headers[at]) && isDigit(headers[at - 1])) at -= 1;
  return at;
}

function isDigit(byte = 0): boolean {
  return byte >= 0x30 && byte <= 0x39;
}
