import { existsSync } from 'node:fs';
import { UsageError } from '../../lib/errors/usage-error.ts';
import { readTextFile } from './read-text-file.ts';

const RANGE = /^(\d{1,15})\.\.(\d{1,15})$/;

/** More are no experiment any more. */
const MAX_ITEMS = 100_000;

/**
 * Reads what a service is asked for: a range of whole numbers such as `1..500`, a list such as `a,b,c`, in which ranges may be, or a file with one
 * item on each line.
 *
 * @throws UsageError when there is no such file, it is not UTF-8, or it holds none or too many
 */
export function readItems(text: string): string[] {
  const items = rangeOf(text) ?? listed(text);
  if (items.length === 0)
    throw new UsageError(`"${text}" holds no item: give a range such as 1..500, a list or a file`);
  if (items.length > MAX_ITEMS) throw tooMany(items.length);
  return items;
}

/** The numbers of a range; undefined for what is none. */
function rangeOf(text: string): string[] | undefined {
  const [, first, last] = RANGE.exec(text.trim()) ?? [];
  return first === undefined || last === undefined ? undefined : range(Number(first), Number(last));
}

function range(first: number, last: number): string[] {
  if (last < first) throw new UsageError(`the range ${first}..${last} is empty: give the lower end first`);
  const count = last - first + 1;
  if (count > MAX_ITEMS) throw tooMany(count);
  return Array.from({ length: count }, (_, i) => String(first + i));
}

function listed(text: string): string[] {
  if (text.trim() === '') throw new UsageError('give a range such as 1..500, a list such as a,b,c, or a file');
  if (existsSync(text)) return linesOf(text);
  if (!text.includes(','))
    throw new UsageError(`there is no file ${text}; a list has commas, a range is such as 1..500`);
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
    .flatMap((item) => rangeOf(item) ?? [item]);
}

/** A byte-order mark, line ends of any kind and blank lines are no items. */
function linesOf(file: string): string[] {
  return readTextFile(file, 'the file of items')
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function tooMany(count: number): UsageError {
  return new UsageError(`at most ${MAX_ITEMS} items can be asked for, not ${count}`);
}
