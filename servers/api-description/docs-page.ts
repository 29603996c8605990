import { z } from 'zod';
import { escapeHtml } from '../../lib/escape-html.ts';
import { shellQuoted } from '../../lib/shell-quoted.ts';
import { page } from '../http/page.ts';
import type { ApiDescription, Operation, StreamOperation } from './operation.ts';

/** A path as it is typed to try it. */
type AddressOf = (path: string) => string;

/**
 * The readable page of an API, to be served beside its openapi.json. It loads nothing from anywhere.
 *
 * @param origin where the API is, such as `http://localhost:8080`, for lines of curl
 */
export function docsPage(api: ApiDescription, origin: string): string {
  const { title, description, operations, streams = [], exampleParameters = {} } = api;
  const addressOf = (path: string) =>
    shellQuoted(origin + path.replaceAll(/\{(\w+)\}/g, (whole, name: string) => exampleParameters[name] ?? whole));
  const intro = `<p>${escapeHtml(description)} Errors are <code>{status, error, detail}</code>.
    For tools there is <a href="openapi.json">openapi.json</a>.</p>`;
  return page(
    title,
    intro +
      [
        ...operations.map((operation) => operationSection(operation, addressOf)),
        ...streams.map((stream) => streamSection(stream, addressOf)),
      ].join('\n'),
  );
}

function operationSection(operation: Operation, addressOf: AddressOf): string {
  const { method, path, summary, query, body, answer, headers = {} } = operation;
  const blocks = [
    query === undefined ? '' : schemaBlock('Query', query, 'input'),
    body === undefined ? '' : schemaBlock('Body', body, 'input'),
    schemaBlock('Answer', answer, 'output'),
    ...Object.entries(headers).map(([name, text]) => `<p><code>${escapeHtml(name)}</code>: ${escapeHtml(text)}</p>`),
  ];
  return `<h2><code>${method.toUpperCase()} ${escapeHtml(path)}</code></h2><p>${escapeHtml(summary)}</p>
    ${curlLine(operation, addressOf)}${blocks.join('')}`;
}

function streamSection({ path, summary, query }: StreamOperation, addressOf: AddressOf): string {
  const fields = query === undefined ? '' : schemaBlock('Query', query, 'input');
  const line = `<pre>curl -N ${escapeHtml(addressOf(path))}</pre>`;
  return `<h2><code>GET ${escapeHtml(path)}</code></h2><p>${escapeHtml(summary)}</p>${line}${fields}`;
}

/** A line that can be copied to a shell. */
function curlLine({ method, path, body, exampleBody }: Operation, addressOf: AddressOf): string {
  const given = body === undefined ? '' : ` -d ${shellQuoted(JSON.stringify(exampleBody ?? {}))}`;
  const changed = method === 'get' ? '' : ` -X ${method.toUpperCase()} -H 'Content-Type: application/json'${given}`;
  return `<pre>curl${escapeHtml(`${changed} ${addressOf(path)}`)}</pre>`;
}

function schemaBlock(title: string, schema: z.ZodType, io: 'input' | 'output'): string {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, reused: 'inline' });
  return `<details><summary>${title}</summary><pre>${escapeHtml(JSON.stringify(json, null, 2))}</pre></details>`;
}
