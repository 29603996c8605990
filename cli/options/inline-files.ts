import { QUOTED, quoted, unquoted } from '../../servers/faults/contract/quoted-text.ts';
import { readTextFile } from './read-text-file.ts';

/** A text in quotes, in which nothing is looked for, or an option with the path of a file, which may be in quotes. */
const QUOTED_OR_FILE = new RegExp(
  `${QUOTED.source}|(?<option>,\\s*[a-z-]+=)@(?<path>${QUOTED.source}|[^,;\\s"]+)`,
  'gs',
);

/**
 * The text of faults, with what files say in place of their names: `status=503,body=@down.html`. Only whoever sits at the
 * command line may have files read, so servers know nothing of it.
 *
 * @throws UsageError where a file cannot be read
 */
export function inlineFiles(faults: string): string {
  return faults.replace(QUOTED_OR_FILE, (found: string, ...others: unknown[]) => {
    const { option, path } = others.at(-1) as { readonly option?: string; readonly path?: string };
    if (option === undefined || path === undefined) return found;
    return option + quoted(readTextFile(unquoted(path), 'what the answer says: the file'));
  });
}
