import type { RequestListener } from 'node:http';
import type { ErrorRequestHandler, Express } from 'express';
import { plainPath } from '../http/request-path.ts';
import { sendError } from '../http/send-error.ts';
import { lazyApp } from './lazy-app.ts';

/**
 * An app that answers GET and HEAD alone. What it has no route for, and what goes wrong in it, is answered in the lab's
 * shape of errors.
 *
 * @param addRoutes adds what it answers
 * @param notFoundDetail what is said of a path that there is nothing at
 */
export function readOnlyApp(
  addRoutes: (app: Express) => void,
  notFoundDetail: (path: string) => string,
): RequestListener {
  return lazyApp((express) => withRoutes(express(), addRoutes, notFoundDetail));
}

function withRoutes(
  app: Express,
  addRoutes: (app: Express) => void,
  notFoundDetail: (path: string) => string,
): RequestListener {
  app.disable('x-powered-by');
  app.use((request, response, next) => {
    if (request.method === 'GET' || request.method === 'HEAD') return next();
    response.setHeader('Allow', 'GET, HEAD');
    sendError(request, response, 405, 'Method Not Allowed', `${request.method} is not answered here; use GET or HEAD.`);
  });
  addRoutes(app);
  app.use((request, response) => {
    const path = plainPath(request.url);
    if (path === undefined) sendError(request, response, 400, 'Bad Request', 'The address is malformed.');
    else sendError(request, response, 404, 'Not Found', notFoundDetail(path));
  });
  app.use(answerError);
  return app;
}

const answerError: ErrorRequestHandler = (
  _error: unknown,
  request,
  response,
  // Express knows a handler of errors by its four parameters.
  _next,
) => {
  if (response.headersSent) response.destroy();
  else sendError(request, response, 500, 'Internal Server Error', 'The lab itself failed; please report it.');
};
