import { UsageError } from '../../../lib/errors/usage-error.ts';
import { wordsOf } from '../characters/character-index.ts';
import { queryObjection } from '../characters/query-objection.ts';

/** Where searches are asked for. */
export const SEARCH_PATH = '/search';

/** How many characters one page has at most. */
export const MAX_PAGE = 200;

/** The least place that can be asked for, with which a page starts unless told otherwise. */
export const FIRST_PLACE = 0;

/** The greatest place that can be asked for. */
export const LAST_PLACE = 0x10ffff;

/** What is no number at all is not read as one: `0x10`, `1e3`, nothing. */
const NUMBER = /^-?\d+(\.\d+)?$/;

/** One page of what a query finds. */
export interface SearchRequest {
  readonly query: string;
  readonly start: number;
  readonly stop: number;
}

/**
 * Reads `/search?q=cat+face&start=0&stop=200`. It asks for no schema: each search would wait for that, and the thread would have
 * zod in memory.
 *
 * @throws UsageError naming what is missing or wrong
 */
export function readSearch(url: string): SearchRequest {
  const given = new URL(url, 'http://localhost').searchParams;
  const twice = ['q', 'start', 'stop'].find((name) => given.getAll(name).length > 1);
  if (twice !== undefined) throw new UsageError(`${twice}: is given twice`);
  const query = given.get('q');
  if (query === null) throw new UsageError('q: is missing');
  const start = readPlace(given, 'start') ?? FIRST_PLACE;
  const stop = readPlace(given, 'stop') ?? start + MAX_PAGE;
  const objection = queryObjection(query);
  if (objection !== undefined) throw new UsageError(`q: ${objection}`);
  if (stop < start) throw new UsageError(`stop: must be at least start, which is ${start}`);
  return { query, start, stop: Math.min(stop, start + MAX_PAGE) };
}

/** What its fate depends on, and the address of the page: its words in upper case, and its places. */
export function searchAddress({ query, start, stop }: SearchRequest): string {
  return `${SEARCH_PATH}?${new URLSearchParams({ q: wordsOf(query).join(' '), start: `${start}`, stop: `${stop}` })}`;
}

/** A place that is given; undefined where none is. */
function readPlace(given: URLSearchParams, name: string): number | undefined {
  const text = given.get(name);
  if (text === null) return undefined;
  const place = Number(text);
  const refused = (shape: string) => new UsageError(`${name}: must be ${shape}`);
  if (!NUMBER.test(text)) throw refused('a number');
  if (!Number.isInteger(place)) throw refused('a whole number');
  if (place < FIRST_PLACE) throw refused(`at least ${FIRST_PLACE}`);
  if (place > LAST_PLACE) throw refused(`at most ${LAST_PLACE}`);
  return place;
}
