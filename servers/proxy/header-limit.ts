import { UsageError } from '../../lib/errors/usage-error.ts';
import { formatSize, parseSize } from '../../lib/units/size.ts';
import { maxHeaderSize } from '../http/node-http.ts';

/** How large the headers of a request or an answer may be unless told otherwise, in bytes. */
export const MAX_HEADER_BYTES = maxHeaderSize;

/**
 * Reads how large headers may be: more than one line of them, less than would fill the memory by a few connections.
 *
 * @throws UsageError for another size
 */
export function parseHeaderSize(text: string): number {
  const bytes = parseSize(text);
  if (bytes >= 1024 && bytes <= 16 * 1024 ** 2) return bytes;
  throw new UsageError('give a size from 1KB to 16MB');
}

/** What is too large for a proxy, and how that is mended. */
export function overLimit(maxHeaderBytes: number): string {
  return `more than ${formatSize(maxHeaderBytes)} of headers: let the proxy take more with --max-header-size`;
}
