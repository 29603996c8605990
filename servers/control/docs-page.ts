import { z } from 'zod';
import { escapeHtml } from '../../lib/escape-html.ts';
import { page } from '../http/page.ts';
import { ROUTES, type Route } from './routes.ts';

/** The readable page of the control API, at `/api/docs`. It loads nothing from anywhere. */
export function docsPage(): string {
  const intro = `<p>This API looks at and changes the running lab. Bodies are <code>application/json</code>, at most 64 KB.
    Errors are <code>{status, error, detail}</code>. For tools there is <a href="/api/openapi.json">openapi.json</a>.</p>`;
  const streams = `<h2><code>GET /api/runs/{id}/records</code></h2><p>The records of a run, one JSON object a line.</p>
    <h2><code>GET /api/events</code></h2><p>Server-sent events: the figures of each server, at most four times a second.
    Resumes with Last-Event-ID.</p>`;
  return page('Flag Lab control API', intro + ROUTES.map(routeSection).join('\n') + streams);
}

function routeSection({ method, path, summary, body, answer }: Route): string {
  return `<h2><code>${method.toUpperCase()} ${escapeHtml(path)}</code></h2><p>${escapeHtml(summary)}</p>
    ${body === undefined ? '' : schemaBlock('Body', body, 'input')}${schemaBlock('Answer', answer, 'output')}`;
}

function schemaBlock(title: string, schema: z.ZodType, io: 'input' | 'output'): string {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, reused: 'inline' });
  return `<details><summary>${title}</summary><pre>${escapeHtml(JSON.stringify(json, null, 2))}</pre></details>`;
}
