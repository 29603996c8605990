import { inspect } from 'node:util';
import { ClientError } from '../../lib/errors/client-error.ts';
import { messageOf } from '../../lib/errors/message-of.ts';
import type { Download } from '../download/download.ts';
import { OUTCOME_KINDS, type Outcome } from '../download/outcome.ts';

/** Missing codes are named up to this many. */
const CODES_NAMED = 5;

const MOMENT = 'a number of milliseconds since the download began';
const COUNT = 'a whole number from 0, or left out';

/** What the fields of somebody else's outcome have to be. */
const FIELDS: readonly (readonly [name: keyof Outcome, isValid: (value: unknown) => boolean, expected: string])[] = [
  ['code', isText, 'one of the codes'],
  ['kind', (value) => OUTCOME_KINDS.includes(value as never), `one of ${OUTCOME_KINDS.join(', ')}`],
  ['startedMs', Number.isFinite, MOMENT],
  ['endedMs', Number.isFinite, MOMENT],
  ['firstByteMs', orAbsent(Number.isFinite), `${MOMENT}, or left out`],
  ['status', orAbsent(Number.isInteger), 'a status, or left out'],
  ['bytes', orAbsent(isCount), COUNT],
  ['requests', orAbsent(isCount), COUNT],
  ['error', orAbsent(isText), 'a text, or left out'],
];

/**
 * A download that trusts nothing which another one yields: each code must get one outcome, and each outcome must be one.
 * What an outcome leaves out is filled in: one request, no bytes. The iteration throws a ClientError that says what is wrong.
 *
 * @param name what messages call the client
 */
export function checkedDownload(name: string, download: Download): Download {
  return async function* checked(codes, options) {
    const missing = [...codes];
    try {
      for await (const yielded of iterable(name, download(codes, options))) {
        const outcome = outcomeOf(name, yielded);
        const index = missing.indexOf(outcome.code);
        if (index < 0)
          throw new ClientError(
            `${name} yielded an outcome for ${outcome.code}, which needed none: each code gets one`,
          );
        missing.splice(index, 1);
        yield outcome;
      }
    } catch (cause) {
      if (cause instanceof ClientError) throw cause;
      const error = cause instanceof Error ? `${cause.name}: ${messageOf(cause)}` : messageOf(cause);
      throw new ClientError(`${name} threw ${error}: whatever happens to a request must become its outcome`, { cause });
    }
    if (missing.length > 0)
      throw new ClientError(`${name} yielded no outcome for ${listed(missing)}: each code gets one`);
  };
}

function iterable(name: string, returned: unknown): AsyncIterable<unknown> {
  const isObject = typeof returned === 'object' && returned !== null;
  if (isObject && (Symbol.asyncIterator in returned || Symbol.iterator in returned))
    return returned as AsyncIterable<unknown>;
  throw new ClientError(
    `${name} returned ${shown(returned)} instead of an async iterable, such as async function* returns`,
  );
}

function outcomeOf(name: string, yielded: unknown): Outcome {
  const given = (typeof yielded === 'object' && yielded !== null ? yielded : {}) as Outcome;
  const wrong = FIELDS.find(([field, isValid]) => !isValid(given[field]));
  if (wrong !== undefined) {
    const [field, , expected] = wrong;
    throw new ClientError(`${name} yielded ${shown(yielded)}, which is no outcome: ${field} must be ${expected}`);
  }
  const { code, kind, status, bytes = 0, requests = 1, startedMs, firstByteMs, endedMs, error, limit } = given;
  if (endedMs < startedMs) throw new ClientError(`${name} yielded ${shown(yielded)}, which ended before it started`);
  const times = { startedMs, firstByteMs, endedMs };
  return { code: code.toUpperCase(), kind, status, bytes, requests, ...times, error, file: undefined, limit };
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0;
}

function orAbsent(isValid: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => value === undefined || value === null || isValid(value);
}

function shown(value: unknown): string {
  return inspect(value, { depth: 1, breakLength: Number.POSITIVE_INFINITY, maxStringLength: 80 }).slice(0, 200);
}

function listed(codes: readonly string[]): string {
  const more = codes.length - CODES_NAMED;
  return `${codes.slice(0, CODES_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
