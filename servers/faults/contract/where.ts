import type { z } from 'zod';
import { lazySchema } from '../../../lib/schema/lazy-schema.ts';
import { matchesGlob } from './glob.ts';
import { HEADER_LINE, headerOf } from './header-line.ts';
import type { FieldOf, OptionField } from './text-form.ts';
import { count, word } from './text-values.ts';

const MAX_GLOB_LENGTH = 2048;
const MAX_ATTEMPTS = 1000;

/**
 * Which requests a fault applies to: fields that every fault has. All that are given must hold; without any it applies to
 * every request.
 */
export const whereShape = lazySchema((z) => {
  const glob = z.string().min(1).max(MAX_GLOB_LENGTH);
  return {
    path: glob
      .regex(/^[^?]*$/, 'give it without a query: what happens to a request does not depend on that')
      .regex(
        /^(?!.*(\[[^\]]*\]|\{[^}]*\}))/,
        'only * stands for other characters: give a fault for each path, without [ ] and { }',
      )
      .optional(),
    method: glob
      .toUpperCase()
      .regex(/^(?!HEAD$)/, 'what happens to HEAD is what happens to GET: give GET')
      .optional(),
    ifHeader: glob.regex(HEADER_LINE, 'give a name and a value, such as x-tenant:acme').optional(),
    first: z.int().min(1).max(MAX_ATTEMPTS).optional(),
    every: z.int().min(1).max(MAX_ATTEMPTS).optional(),
  };
});

/** Which requests a fault applies to. */
export type Where = z.infer<z.ZodObject<ReturnType<typeof whereShape>>>;

/** How that is written after any fault's own options. */
export const WHERE_OPTIONS = [
  {
    name: 'path',
    field: 'path',
    value: word,
    help: { 'path=/api/users/*': 'only where the path is that, its query left out; * is any characters, slashes too' },
  },
  {
    name: 'method',
    field: 'method',
    value: word,
    help: { 'method=POST': 'only where the method is that, * for any; without it all but preflights' },
  },
  {
    name: 'if-header',
    field: 'ifHeader',
    value: word,
    help: { 'if-header=x-tenant:acme': 'only where that header has that value, in which * is any characters' },
  },
  { name: 'first', field: 'first', value: count, help: { 'first=2': 'only the first 2 attempts of a key' } },
  { name: 'every', field: 'every', value: count, help: { 'every=3': 'only every third attempt of a key' } },
] as const satisfies readonly OptionField<FieldOf<Where>>[];

/** A request, as far as it says whether a fault applies to it. */
export interface Asked {
  /** `METHOD path`. */
  readonly key: string;
  /** 1 for the first time the key is asked for within a run. */
  readonly attempt: number;
  /** Its headers by their names in lower case; default none. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>> | undefined;
}

/** Whether a fault that applies there applies to that request. It is pure, so fates are. */
export function appliesTo({ path, method, ifHeader, first, every }: Where, asked: Asked): boolean {
  const { key, attempt, headers } = asked;
  if (first !== undefined && attempt > first) return false;
  if (every !== undefined && attempt % every !== 0) return false;
  const space = key.indexOf(' ');
  if (method === undefined ? isPreflight(asked) : !matchesGlob(method, key.slice(0, space))) return false;
  if (path !== undefined && !matchesGlob(asSent(path), asSent(key.slice(space + 1)))) return false;
  return ifHeader === undefined || hasHeader(headers ?? {}, ifHeader);
}

/** A path as clients send it: spaces and what is no ASCII in percent encoding, with its digits in upper case. */
function asSent(path: string): string {
  if (!/[^!-~]|%/.test(path)) return path;
  return path
    .toWellFormed()
    .replace(/[^!-~]+/g, encodeURIComponent)
    .replace(/%[\da-f]{2}/gi, (encoded) => encoded.toUpperCase());
}

/** A browser's question whether it may send a request, which its page neither sees nor repeats: no fault is meant for it by chance. */
function isPreflight({ key, headers }: Asked): boolean {
  return key.startsWith('OPTIONS ') && headers?.['access-control-request-method'] !== undefined;
}

/** Whether there are requests that a fault does not apply to. */
export function isSomewhere(where: Where): boolean {
  return WHERE_OPTIONS.some(({ field }) => where[field] !== undefined);
}

function hasHeader(headers: NonNullable<Asked['headers']>, ifHeader: string): boolean {
  const [name, value] = headerOf(ifHeader)!;
  const given = headers[name.toLowerCase()];
  return given !== undefined && matchesGlob(value, typeof given === 'string' ? given : given.join(', '));
}
