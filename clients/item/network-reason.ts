import { messageOf } from '../../lib/errors/message-of.ts';

/** What stands for a request that could not be sent, since this process has as many files and sockets open as it may. */
export const OUT_OF_DESCRIPTORS = 'out of file descriptors (EMFILE)';

/** What the codes of undici, its parser and the system mean. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EPIPE: 'connection reset',
  ENOTFOUND: 'no such host',
  EADDRNOTAVAIL: 'no free port (EADDRNOTAVAIL)',
  EMFILE: OUT_OF_DESCRIPTORS,
  ENFILE: 'out of file descriptors (ENFILE)',
  UND_ERR_SOCKET: 'connection closed',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'body shorter or longer than Content-Length',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'body too long',
  UND_ERR_HEADERS_OVERFLOW: 'headers too long',
  HPE_HEADER_OVERFLOW: 'headers too long',
};

/** What stood in the way of an answer, in a few words, the same for all requests that fared alike. */
export function networkReason(error: Error): string {
  const { code = '' } = error as NodeJS.ErrnoException;
  return REASONS[code] ?? (error.name === 'HTTPParserError' ? 'not HTTP' : code || messageOf(error));
}
