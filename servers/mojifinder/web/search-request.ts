import { z } from 'zod';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { issueText } from '../../../lib/schema/issue-text.ts';
import { wordsOf } from '../characters/character-index.ts';
import { queryObjection } from '../characters/query-objection.ts';

/** How many characters one page has at most. */
export const MAX_PAGE = 200;

/** What is no number at all is not read as one: `0x10`, `1e3`, nothing. */
const NUMBER = /^-?\d+(\.\d+)?$/;

const place = z.int().min(0).max(0x10ffff);

/** What stands in the address's query. */
export const searchQuery = z.object({
  q: z.string().describe('Words that a name must have, in any case; an empty text finds nothing.'),
  start: place.default(0).describe('The first place of the page.'),
  stop: place
    .optional()
    .describe(`The place after its last; absent, or further than that: ${MAX_PAGE} places after start.`),
});

/** One page of what a query finds. */
export interface SearchRequest {
  readonly query: string;
  readonly start: number;
  readonly stop: number;
}

/**
 * Reads `/search?q=cat+face&start=0&stop=200`.
 *
 * @throws UsageError naming what is missing or wrong
 */
export function readSearch(url: string): SearchRequest {
  const given = new URL(url, 'http://localhost').searchParams;
  const twice = ['q', 'start', 'stop'].find((name) => given.getAll(name).length > 1);
  if (twice !== undefined) throw new UsageError(`${twice}: is given twice`);
  const numbers = ['start', 'stop'].flatMap((name) => {
    const text = given.get(name);
    return text === null ? [] : [[name, NUMBER.test(text) ? Math.min(Number(text), Number.MAX_SAFE_INTEGER) : text]];
  });
  const read = searchQuery.safeParse({ q: given.get('q') ?? undefined, ...Object.fromEntries(numbers) });
  if (!read.success) throw new UsageError(issueText(read.error));
  const objection = queryObjection(read.data.q);
  if (objection !== undefined) throw new UsageError(`q: ${objection}`);
  const { q, start, stop = start + MAX_PAGE } = read.data;
  if (stop < start) throw new UsageError(`stop: must be at least start, which is ${start}`);
  return { query: q, start, stop: Math.min(stop, start + MAX_PAGE) };
}

/** What its fate depends on, and the address of the page: its words in upper case, and its places. */
export function searchAddress({ query, start, stop }: SearchRequest): string {
  return `/search?${new URLSearchParams({ q: wordsOf(query).join(' '), start: `${start}`, stop: `${stop}` })}`;
}
