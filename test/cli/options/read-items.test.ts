import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readItems } from '../../../cli/options/read-items.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;

beforeEach(async () => {
  folder = await temporaryFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

async function fileOf(content: string | Buffer): Promise<string> {
  const file = join(folder.path, 'items.txt');
  await writeFile(file, content);
  return file;
}

describe('the items that a service is asked for', () => {
  it('are a range or a list', () => {
    expect(readItems('3..6')).toEqual(['3', '4', '5', '6']);
    expect(readItems('7..7')).toEqual(['7']);
    expect(readItems(' a, b c ,,d')).toEqual(['a', 'b c', 'd']);
  });

  it.each([
    ['Unix line ends', 'a\nb\n'],
    ['CRLF', 'a\r\nb\r\n'],
    ['a byte-order mark', '\uFEFFa\nb'],
    ['blank lines', '\n\na\n \n\tb\t\n\n'],
  ])('are the lines of a file with %s', async (_, content) => {
    expect(readItems(await fileOf(content))).toEqual(['a', 'b']);
  });

  it('may have commas in a file', async () => {
    expect(readItems(await fileOf('a,b\nc'))).toEqual(['a,b', 'c']);
  });

  it('are refused in one line where there is nothing to ask for', async () => {
    const utf16 = await fileOf(Buffer.from('\uFEFFa\nb', 'utf16le'));
    expect(() => readItems(utf16)).toThrow(`the file of items ${utf16} is in UTF-16: save it as UTF-8`);
    expect(() => readItems('6..3')).toThrow('the range 6..3 is empty: give the lower end first');
    expect(() => readItems('1..9999999')).toThrow('at most 100000 items can be asked for, not 9999999');
    expect(() => readItems('nothing.txt')).toThrow('there is no file nothing.txt');
    expect(() => readItems(folder.path)).toThrow(
      `the file of items ${folder.path} cannot be read: it is a folder: give a file`,
    );
    expect(() => readItems(',')).toThrow(UsageError);
  });
});
