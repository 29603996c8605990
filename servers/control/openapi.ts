import { z } from 'zod';
import { ROUTES, type Route } from './routes.ts';
import { errorState } from './schemas.ts';
import { STREAMS, type StreamRoute } from './streams.ts';

const JSON_TYPE = 'application/json';

/** The OpenAPI 3.1 document of the control API, made from its routes and their schemas. */
export function openApi(version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const stream of STREAMS) paths[stream.path] = { get: streamOperation(stream) };
  for (const route of ROUTES) {
    paths[route.path] ??= {};
    paths[route.path]![route.method] = operation(route);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Flag Lab control API',
      version,
      description: 'Looks at and changes a running lab. It listens on loopback only, unless told otherwise.',
    },
    paths,
  };
}

function operation({ path, summary, body, status, answer }: Route): object {
  return {
    summary,
    ...parametersOf(parameterNames(path)),
    ...(body !== undefined && { requestBody: { required: true, content: content(body, 'input') } }),
    responses: {
      [status]: { description: 'Done.', content: content(answer, 'output') },
      default: { description: 'Refused or failed.', content: content(errorState, 'output') },
    },
  };
}

function streamOperation({ path, summary, type }: StreamRoute): object {
  return {
    summary,
    ...parametersOf(parameterNames(path)),
    responses: { 200: { description: 'A stream.', content: { [type]: { schema: { type: 'string' } } } } },
  };
}

function parameterNames(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
}

function parametersOf(names: readonly string[]): object {
  if (names.length === 0) return {};
  return { parameters: names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })) };
}

function content(schema: z.ZodType, io: 'input' | 'output'): object {
  return { [JSON_TYPE]: { schema: z.toJSONSchema(schema, { io, reused: 'inline' }) } };
}
