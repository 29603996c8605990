import { z } from 'zod';

/** One operation that takes and gives JSON, as the OpenAPI document and the readable page tell of it. */
export interface Operation {
  readonly method: 'get' | 'put' | 'patch' | 'post' | 'delete';
  /** In OpenAPI's form: `/api/servers/{label}/faults`. */
  readonly path: string;
  readonly summary: string;
  /** What can stand in the address's query. */
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** A body to try it with. */
  readonly exampleBody?: object;
  readonly status: 200 | 201;
  readonly answer: z.ZodType;
  /** What else an answer's headers say, by their names. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** One of them with what it does, on something that it is given. */
export interface HandledOperation<Target> extends Operation {
  readonly handle: (target: Target, parameters: Readonly<Record<string, string>>, body: unknown) => Promise<unknown>;
}

/** One operation that streams what it gives. */
export interface StreamOperation {
  /** In OpenAPI's form: `/api/runs/{id}/records`. */
  readonly path: string;
  readonly summary: string;
  /** What can stand in the address's query. */
  readonly query?: z.ZodObject;
  /** What comes, as Content-Type names it. */
  readonly type: string;
}

/** All that there is to tell of an API. */
export interface ApiDescription {
  readonly title: string;
  readonly version: string;
  /** What it is for, and what holds for all of its operations. */
  readonly description: string;
  readonly operations: readonly Operation[];
  /** For each parameter of a path something to try it with. */
  readonly exampleParameters?: Readonly<Record<string, string>>;
  readonly streams?: readonly StreamOperation[];
}

/** The body of every answer that is an error. */
export const errorState = z.strictObject({ status: z.int(), error: z.string(), detail: z.string() });
