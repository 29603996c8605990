import { basename } from 'node:path';
import { inspect } from 'node:util';
import { ClientError } from '../../lib/errors/client-error.ts';
import { messageOf } from '../../lib/errors/message-of.ts';
import { issueText } from '../../lib/schema/issue-text.ts';
import { counted } from '../../lib/units/counted.ts';
import type { Download } from '../download/download.ts';
import type { Outcome } from '../download/outcome.ts';
import { outcomeSchema } from '../download/outcome-schema.ts';
import type { OwnDownload } from './own-download.ts';
import { placeInFile } from './place-in-file.ts';

/** Missing codes are named up to this many. */
const CODES_NAMED = 5;

/**
 * A download that trusts nothing which another one yields: each code must get one outcome, and each outcome must be one.
 * What an outcome leaves out is filled in: one request, no bytes. The iteration throws a ClientError that says what is wrong.
 *
 * @param file the absolute path of its module; messages call the client by its name
 */
export function checkedDownload(file: string, download: OwnDownload): Download {
  const name = basename(file);
  return async function* checked(codes, options) {
    const missing = [...codes];
    let returned: unknown;
    /** `for await` alone does not tell what comes after the last value. */
    async function* everything(values: AsyncIterable<unknown>): AsyncGenerator<unknown> {
      returned = yield* values;
    }
    try {
      for await (const yielded of everything(iterable(name, download(codes, options)))) {
        const outcome = outcomeOf(name, yielded);
        const index = missing.indexOf(outcome.code);
        if (index < 0) {
          const what = codes.includes(outcome.code) ? 'a second outcome for' : 'an outcome for the code';
          throw new ClientError(`${name} yielded ${what} ${outcome.code}: each code that is given gets one`);
        }
        missing.splice(index, 1);
        yield outcome;
      }
    } catch (cause) {
      if (cause instanceof ClientError) throw cause;
      const error = cause instanceof Error ? `${cause.name}: ${messageOf(cause)}` : messageOf(cause);
      const place = placeInFile(cause, file);
      throw new ClientError(`${name} threw ${error}${place}: whatever happens to a request must become its outcome`, {
        cause,
      });
    }
    if (missing.length > 0 && returned !== undefined)
      throw new ClientError(`${name} returned ${shown(returned)} instead of yielding it: yield* passes on a list`);
    if (missing.length > 0) {
      const which = missing.length === codes.length ? '' : ` for ${listed(missing)}`;
      throw new ClientError(`${name} yielded no outcome${which}: each of ${counted(codes.length, 'code')} gets one`);
    }
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
  if (Array.isArray(yielded))
    throw new ClientError(`${name} yielded ${shown(yielded)}, which is no outcome: yield* passes on a list`);
  const { data, error } = outcomeSchema.safeParse(yielded);
  if (error !== undefined) {
    throw new ClientError(`${name} yielded ${shown(yielded)}, which is no outcome: ${issueText(error)}`);
  }
  if (data.endedMs < data.startedMs)
    throw new ClientError(`${name} yielded ${shown(yielded)}, which ended before it started`);
  // A client that keeps to no schedule of the lab's has none, and its files are its own.
  return { ...data, scheduledMs: undefined, file: undefined };
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return inspect(value, { depth: 1, breakLength: Number.POSITIVE_INFINITY, maxStringLength: 80 }).slice(0, 200);
}

function listed(codes: readonly string[]): string {
  const more = codes.length - CODES_NAMED;
  return `${codes.slice(0, CODES_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
