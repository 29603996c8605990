import { z } from 'zod';
import { escapeHtml } from '../../lib/escape-html.ts';
import { page } from '../http/page.ts';
import { MAX_BODY_BYTES, ROUTES, type Route } from './routes.ts';
import { STREAMS, type StreamRoute } from './streams.ts';

/** The readable page of the control API, at `/api/docs`. It loads nothing from anywhere. */
export function docsPage(): string {
  const intro = `<p>This API looks at and changes the running lab. Bodies are <code>application/json</code>, at most ${MAX_BODY_BYTES / 1024} KB.
    Errors are <code>{status, error, detail}</code>. For tools there is <a href="/api/openapi.json">openapi.json</a>.</p>`;
  return page('Flag Lab control API', intro + [...ROUTES.map(routeSection), ...STREAMS.map(streamSection)].join('\n'));
}

function routeSection({ method, path, summary, body, answer }: Route): string {
  return `<h2><code>${method.toUpperCase()} ${escapeHtml(path)}</code></h2><p>${escapeHtml(summary)}</p>
    ${body === undefined ? '' : schemaBlock('Body', body, 'input')}${schemaBlock('Answer', answer, 'output')}`;
}

function streamSection({ path, summary }: StreamRoute): string {
  return `<h2><code>GET ${escapeHtml(path)}</code></h2><p>${escapeHtml(summary)}</p>`;
}

function schemaBlock(title: string, schema: z.ZodType, io: 'input' | 'output'): string {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, reused: 'inline' });
  return `<details><summary>${title}</summary><pre>${escapeHtml(JSON.stringify(json, null, 2))}</pre></details>`;
}
