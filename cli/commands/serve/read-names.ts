import { UsageError } from '../../../lib/errors/usage-error.ts';
import { asciiName } from '../../../lib/network/domain-name.ts';
import { readTextFile } from '../../options/read-text-file.ts';

/** More would be slow to start with. */
const MAX_NAMES = 100_000;

/**
 * Reads the names that NAMES is to find: one on each line. Blank lines, and what follows a `#`, are no names.
 *
 * @throws UsageError when there is no such file, a line is no domain name, or it holds none or too many
 */
export function readNames(file: string): string[] {
  const lines = readTextFile(file, 'the file of names').split(/\r\n|\r|\n/);
  const names = lines.flatMap((line, i) => {
    const text = line.replace(/#.*/, '').trim();
    return text === '' ? [] : [nameOn(text, `${file}, line ${i + 1}`)];
  });
  if (names.length === 0) throw new UsageError(`the file of names ${file} holds none: write one on each line`);
  if (names.length > MAX_NAMES) {
    throw new UsageError(`the file of names ${file} holds ${names.length}: at most ${MAX_NAMES} can be found`);
  }
  return names;
}

function nameOn(text: string, where: string): string {
  try {
    return asciiName(text);
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`${where}: ${error.message}`) : error;
  }
}
