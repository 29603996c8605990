import type { IncomingMessage } from 'node:http';

/** A server remembers many keys, so each of them must be short; what is longer is cut. */
const MAX_LENGTH = 2048;

/** The key of a request, on which its fate depends: `METHOD path` without the query; HEAD shares GET's. */
export function requestKey({ method, url = '/' }: IncomingMessage): string {
  const [path] = url.split('?', 1);
  const key = `${method === 'HEAD' ? 'GET' : method} ${path}`;
  return url.length <= MAX_LENGTH ? key : shortKey(key);
}

/** A key of no more than a server remembers. */
export function shortKey(key: string): string {
  // Copied, because a part of a string keeps the whole of it in memory.
  return key.length <= MAX_LENGTH ? key : Buffer.from(key.slice(0, MAX_LENGTH)).toString();
}
