import { UsageError } from '../../lib/errors/usage-error.ts';

/** What stands for a password. */
const HIDDEN = '…';

/**
 * Checks the address of a Redis.
 *
 * @throws UsageError when it is none; what stands there as a password is not in the message
 */
export function checkRedisUrl(text: string): string {
  const url = URL.parse(text);
  if (url !== null && /^rediss?:$/.test(url.protocol) && url.hostname !== '') return text;
  throw new UsageError(
    `"${withoutPassword(text)}" is not the address of a Redis: give one such as redis://127.0.0.1:6379, or rediss:// for TLS`,
  );
}

/** The address of a Redis without its password, for whatever is shown or kept. */
export function withoutPassword(text: string): string {
  const url = URL.parse(text);
  // Whatever it is, what stands before an at sign may be a secret.
  if (url === null || url.host === '') return text.replace(/[^/\s]*@/, `${HIDDEN}@`);
  if (url.search !== '') url.search = '';
  if (url.password !== '') url.password = 'x';
  return url.href.replace(/:x@/, `:${HIDDEN}@`);
}
