import { maxHeaderSize } from 'node:http';
import { formatSize } from '../../lib/units/size.ts';

/** How large the headers of a request or an answer may be unless told otherwise, in bytes. */
export const MAX_HEADER_BYTES = maxHeaderSize;

/** What is too large for a proxy, and how that is mended. */
export function overLimit(maxHeaderBytes: number): string {
  return `more than ${formatSize(maxHeaderBytes)} of headers: let the proxy take more with --max-header-size`;
}
