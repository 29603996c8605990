import type { ApiDescription } from '../api-description/operation.ts';
import { MAX_BODY_BYTES, ROUTES } from './routes.ts';
import { STREAMS } from './streams.ts';

/** All that there is to tell of the control API. */
export function describeApi(version: string): ApiDescription {
  return {
    title: 'Flag Lab control API',
    version,
    description: 'Looks at and changes a running lab. It listens on loopback only, unless told otherwise.',
    operations: ROUTES,
    streams: STREAMS,
  };
}

/** What comes first on its page, as HTML. */
export const INTRO = `<p>This API looks at and changes the running lab. Bodies are <code>application/json</code>, at most ${MAX_BODY_BYTES / 1024} KB.
    Errors are <code>{status, error, detail}</code>. For tools there is <a href="/api/openapi.json">openapi.json</a>.</p>`;
