import { z } from 'zod';
import { escapeHtml } from '../../lib/escape-html.ts';
import { page } from '../http/page.ts';
import type { ApiDescription, Operation, StreamOperation } from './operation.ts';

/** The readable page of an API, to be served beside its openapi.json. It loads nothing from anywhere. */
export function docsPage({ title, description, operations, streams = [] }: ApiDescription): string {
  const intro = `<p>${escapeHtml(description)} Errors are <code>{status, error, detail}</code>.
    For tools there is <a href="openapi.json">openapi.json</a>.</p>`;
  return page(title, intro + [...operations.map(operationSection), ...streams.map(streamSection)].join('\n'));
}

function operationSection({ method, path, summary, query, body, answer, headers = {} }: Operation): string {
  const blocks = [
    query === undefined ? '' : schemaBlock('Query', query, 'input'),
    body === undefined ? '' : schemaBlock('Body', body, 'input'),
    schemaBlock('Answer', answer, 'output'),
    ...Object.entries(headers).map(([name, text]) => `<p><code>${escapeHtml(name)}</code>: ${escapeHtml(text)}</p>`),
  ];
  return `<h2><code>${method.toUpperCase()} ${escapeHtml(path)}</code></h2><p>${escapeHtml(summary)}</p>
    ${blocks.join('')}`;
}

function streamSection({ path, summary }: StreamOperation): string {
  return `<h2><code>GET ${escapeHtml(path)}</code></h2><p>${escapeHtml(summary)}</p>`;
}

function schemaBlock(title: string, schema: z.ZodType, io: 'input' | 'output'): string {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, reused: 'inline' });
  return `<details><summary>${title}</summary><pre>${escapeHtml(JSON.stringify(json, null, 2))}</pre></details>`;
}
