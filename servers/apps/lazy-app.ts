import type { RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import type { default as Express } from 'express';

/**
 * An app that is made with the first request: most servers answer files alone, and wait, and each has a thread that would have
 * Express in memory.
 *
 * @param make makes it with the Express that it is given
 */
export function lazyApp(make: (express: typeof Express) => RequestListener): RequestListener {
  let app: RequestListener | undefined;
  return (request, response) => {
    app ??= make(createRequire(import.meta.url)('express'));
    app(request, response);
  };
}
