import { readFileSync } from 'node:fs';
import { messageOf } from '../../lib/errors/message-of.ts';
import { UsageError } from '../../lib/errors/usage-error.ts';

/** What stands at the beginning of a text in UTF-16. */
const UTF_16_MARKS = ['fffe', 'feff'];

const NOT_READ: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder: give a file',
};

/**
 * The text of a file that an option names. A mark of UTF-8 at its beginning, which some editors write, is left out.
 *
 * @param what is to be in it, such as `the schedule`
 * @throws UsageError when there is no such file, it is a folder, cannot be read, or is no text in UTF-8
 */
export function readTextFile(file: string, what: string): string {
  if (file.trim() === '') throw new UsageError(`${what} is to be in a file: give one`);
  const bytes = bytesOf(file, what);
  if (isUtf16(bytes)) throw new UsageError(`${what} ${file} is in UTF-16: save it as UTF-8`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UsageError(`${what} ${file} is not a text in UTF-8: save it as UTF-8`, { cause });
  }
}

function bytesOf(file: string, what: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException;
    throw new UsageError(`${what} ${file} cannot be read: ${NOT_READ[code] ?? messageOf(cause)}`, { cause });
  }
}

/** By its mark or, without one, by the zero that every second byte of Latin letters is. */
function isUtf16(bytes: Buffer): boolean {
  if (UTF_16_MARKS.includes(bytes.toString('hex', 0, 2))) return true;
  const start = [...bytes.subarray(0, 16)];
  return [0, 1].some((odd) => start.length > 1 && start.every((byte, i) => i % 2 !== odd || byte === 0));
}
