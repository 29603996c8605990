import { messageOf, OUT_OF_DESCRIPTORS } from '../errors/message-of.ts';

/** What the system's codes mean where no server was reached at all. */
const UNREACHED: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'the name of the host could not be looked up',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the host cannot be reached',
};

const NOT_HTTP = 'not an HTTP answer';
const NOT_TLS = 'no TLS there: give an address with http://';

/** What the codes of undici, its parser and the system mean. */
const REASONS: Readonly<Record<string, string>> = {
  ...UNREACHED,
  ECONNRESET: 'connection reset',
  EPIPE: 'connection reset',
  ETIMEDOUT: 'connection timed out by the system',
  EADDRNOTAVAIL: 'no free port (EADDRNOTAVAIL)',
  ENFILE: 'too many open files on this machine (ENFILE)',
  UND_ERR_SOCKET: 'connection closed',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'body shorter or longer than Content-Length',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'body too long',
  UND_ERR_HEADERS_OVERFLOW: 'headers too long',
  HPE_HEADER_OVERFLOW: 'headers too long',
  ERR_ASSERTION: NOT_HTTP, // undici asserts that no status is under 100.
  ERR_SSL_WRONG_VERSION_NUMBER: NOT_TLS,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: NOT_TLS,
};

/** What stood in the way of an answer, in a few words, the same for all requests that fared alike. */
export function networkReason(error: Error): string {
  // Connecting to a name that has several addresses fails with an AggregateError, which has no message.
  const causes: readonly unknown[] = error instanceof AggregateError ? error.errors : [error];
  const messages = causes.map(messageOf);
  if (messages.includes(OUT_OF_DESCRIPTORS)) return OUT_OF_DESCRIPTORS;
  const { code = '', syscall } = error as NodeJS.ErrnoException;
  if (REASONS[code] !== undefined) return REASONS[code];
  if (syscall === 'getaddrinfo') return UNREACHED.ENOTFOUND!; // Such as a name that is too long to be one.
  return error.name === 'HTTPParserError' ? NOT_HTTP : messages.join('; ');
}

/** Whether no server was reached at all, so that the address may be wrong. */
export function isUnreached(reason: string | undefined): boolean {
  return Object.values(UNREACHED).some((unreached) => unreached === reason);
}

/** The header in which a proxy says what it met itself, by RFC 9209. */
export const PROXY_STATUS = 'Proxy-Status';

/** By what name the lab's proxy says it. */
const NAME = 'flaglab';

/** What a header cannot hold within quotes. */
const UNQUOTABLE = /[^\x20-\x7e]|["\\]/g;

/** What the lab's proxy says of a request that its target left without an answer. */
export function proxyStatus(why: string): string {
  return `${NAME}; details="${why.replaceAll(UNQUOTABLE, '?')}"`;
}

/** What the lab's proxy met where it answered itself; undefined for the answer of anybody else. */
export function metByProxy(header: string | readonly string[] | undefined): string | undefined {
  return new RegExp(`^${NAME}; details="([^"]+)"$`).exec([header ?? ''].flat().join(', '))?.[1];
}
