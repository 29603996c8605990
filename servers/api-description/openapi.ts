import { z } from 'zod';
import { type ApiDescription, errorState, type Operation, type StreamOperation } from './operation.ts';

const JSON_TYPE = 'application/json';

/** The OpenAPI 3.1 document of an API, made from its operations and their schemas. */
export function openApi({ title, version, description, operations, streams = [] }: ApiDescription): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const stream of streams) paths[stream.path] = { get: describeStream(stream) };
  for (const operation of operations) {
    paths[operation.path] ??= {};
    paths[operation.path]![operation.method] = describe(operation);
  }
  return { openapi: '3.1.0', info: { title, version, description }, paths };
}

function describe({ path, summary, query, body, status, answer, headers }: Operation): object {
  return {
    summary,
    ...parametersOf(path, query),
    ...(body !== undefined && { requestBody: { required: true, content: content(body, 'input') } }),
    responses: {
      [status]: {
        description: 'Done.',
        ...(headers !== undefined && { headers: describeHeaders(headers) }),
        content: content(answer, 'output'),
      },
      default: { description: 'Refused or failed.', content: content(errorState, 'output') },
    },
  };
}

function describeHeaders(headers: Readonly<Record<string, string>>): object {
  const described = Object.entries(headers).map(([name, description]) => [
    name,
    { description, schema: { type: 'string' } },
  ]);
  return Object.fromEntries(described);
}

function describeStream({ path, summary, query, type }: StreamOperation): object {
  return {
    summary,
    ...parametersOf(path, query),
    responses: { 200: { description: 'A stream.', content: { [type]: { schema: { type: 'string' } } } } },
  };
}

function parametersOf(path: string, query?: z.ZodObject): object {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const inQuery = Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !schema.safeParse(undefined).success,
    schema: jsonSchema(schema, 'input'),
  }));
  const parameters = [...inPath, ...inQuery];
  return parameters.length === 0 ? {} : { parameters };
}

function content(schema: z.ZodType, io: 'input' | 'output'): object {
  return { [JSON_TYPE]: { schema: jsonSchema(schema, io) } };
}

function jsonSchema(schema: z.core.$ZodType, io: 'input' | 'output'): object {
  return z.toJSONSchema(schema, { io, reused: 'inline' });
}
