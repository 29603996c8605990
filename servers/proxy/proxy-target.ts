import { UsageError } from '../../lib/errors/usage-error.ts';

const EXAMPLE = 'give one such as http://localhost:3000 or unix:/run/app.sock';

/** The path of a socket and, after another colon, the path that comes before those of requests. */
const UNIX = /^unix:(\/(?!\/)[^:]*)(?::(\/.*)?)?$/;

/** Other ways to write a Unix socket, which are known from elsewhere. */
const OTHER_UNIX = /^(?:https?\+unix:|unix:|https?:\/\/unix:)/i;

/** Where a proxy leads. */
export interface ProxyTarget {
  /** Its address; of a Unix socket that of `localhost`, as which such a service is asked. */
  readonly url: URL;
  /** The path of its Unix socket; undefined where it is reached by its address. */
  readonly socketPath: string | undefined;
  /** As it is shown, such as `http://localhost:3000` or `unix:/run/app.sock:/api`. */
  readonly text: string;
}

/**
 * Reads where a proxy leads: an address, or `unix:` and the path of a socket. A path in it, of a socket after another colon
 * (`unix:/run/app.sock:/api`), is put before the path of each request.
 *
 * @throws UsageError when it is neither, or has more than host, port and path.
 */
export function proxyTarget(text: string): ProxyTarget {
  const [isUnix, socketPath, path = '/'] = UNIX.exec(text) ?? [];
  if (isUnix === undefined && OTHER_UNIX.test(text)) {
    throw new UsageError(
      `the target "${text}" is not how a Unix socket is written here: give unix:/run/app.sock, or unix:/run/app.sock:/base`,
    );
  }
  const url = readUrl(isUnix === undefined ? text : `http://localhost${path}`, text);
  const shown = isUnix === undefined ? url.href : text;
  return { url, socketPath, text: shown.replace(/:?\/$/, '') };
}

function readUrl(address: string, text: string): URL {
  if (!URL.canParse(address)) throw new UsageError(`the target "${text}" is not a URL: ${EXAMPLE}`);
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new UsageError(`the target "${text}" is not an http or https URL: ${EXAMPLE}`);
  if (url.username !== '' || url.password !== '')
    throw new UsageError('the target cannot hold a user and a password: let the client send an Authorization header');
  if (url.search !== '' || url.hash !== '') throw new UsageError(`the target "${text}" ends in a query: ${EXAMPLE}`);
  return url;
}
