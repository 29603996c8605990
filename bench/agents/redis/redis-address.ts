import { UsageError } from '../../../lib/errors/usage-error.ts';

/** What stands for a password. */
const HIDDEN = '…';

/**
 * Checks the address of a Redis.
 *
 * @throws UsageError when it is none; what stands there as a password is not in the message
 */
export function checkRedisUrl(text: string): string {
  if (readAddress(text) !== undefined) return text;
  throw new UsageError(
    `"${withoutPassword(text)}" is not the address of a Redis: give one such as redis://127.0.0.1:6379, or rediss:// for TLS${encodeHint(text)}`,
  );
}

/** The address of a Redis without its password, for whatever is shown or kept. */
export function withoutPassword(text: string): string {
  const url = readAddress(text);
  if (url === undefined) return hidden(text);
  url.search = '';
  // A name alone may be a password whose colon was forgotten.
  if (url.username !== '' && url.password === '') url.username = 'x';
  if (url.password !== '') url.password = 'x';
  return url.href.replace(/(\/\/|:)x@/, `$1${HIDDEN}@`);
}

/**
 * Undefined for what is none. An at sign behind the host is taken for the end of a password that was meant: what stands
 * before it would be the host else, and shown.
 */
function readAddress(text: string): URL | undefined {
  const url = URL.parse(text);
  if (url === null || !/^rediss?:$/.test(url.protocol) || url.hostname === '') return undefined;
  // What stands there is the number of a database.
  if (!/^\/?\d*$/.test(url.pathname)) return undefined;
  const isCutOff = `${url.pathname}${url.search}${url.hash}`.includes('@');
  return isCutOff || !isEncoded(url.username) || !isEncoded(url.password) ? undefined : url;
}

/** Whether all percent signs of a text are those of characters that are encoded. */
function isEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Whatever it is, all that stands before the last at sign may be a secret, but for the scheme. Where there is none, it is all
 * that is no host with a port, or behind a scheme.
 */
function hidden(text: string): string {
  const [, scheme = '', rest = ''] = /^([a-z][a-z\d+.-]*:\/\/)?(.*)$/is.exec(text) ?? [];
  const at = rest.lastIndexOf('@');
  if (at !== -1) return `${scheme}${HIDDEN}@${rest.slice(at + 1).replace(/[/?#\s].+$/s, `/${HIDDEN}`)}`;
  const shown = scheme === '' ? /^[\w.-]+:\d{1,5}(?=\/|$)/ : /^[\w.-]*(?::\d{1,5}(?=\/|$))?/;
  const [host = ''] = shown.exec(rest) ?? [];
  const behind = rest.slice(host.length);
  return `${scheme}${host}${behind === '' || behind === '/' ? behind : HIDDEN}`;
}

/** What can end a password too soon. */
function encodeHint(text: string): string {
  if (hidden(text) === text) return '';
  return '; in a password, characters such as / ? # @ % and spaces are to be percent-encoded, / as %2F';
}
