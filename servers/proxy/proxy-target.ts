import { UsageError } from '../../lib/errors/usage-error.ts';

/**
 * Reads the address of a proxy's target. A path in it is put before the path of each request.
 *
 * @throws UsageError when it is not an http or https URL, or has more than host, port and path.
 */
export function proxyTarget(text: string): URL {
  const example = 'give one such as http://localhost:3000';
  if (!URL.canParse(text)) throw new UsageError(`the target "${text}" is not a URL: ${example}`);
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new UsageError(`the target "${text}" is not an http or https URL: ${example}`);
  if (url.username !== '' || url.password !== '')
    throw new UsageError('the target cannot hold a user and a password: let the client send an Authorization header');
  if (url.search !== '' || url.hash !== '') throw new UsageError(`the target "${text}" ends in a query: ${example}`);
  return url;
}
