import { readFileSync } from 'node:fs';
import { DataError } from '../../../lib/errors/data-error.ts';
import { messageOf } from '../../../lib/errors/message-of.ts';
import { escapeHtml } from '../../../lib/escape-html.ts';
import { packageFile } from '../../../lib/package/package-file.ts';

const PAGE = packageFile('web/dist/mojifinder.html', 'dist/web/mojifinder.html');

/** Where the page says what its addresses begin with. */
const BASE = '<base href="/">';

/**
 * Reads the page on which people search. What it gives makes the page for a prefix, such as `/run/red`, before the paths of
 * its requests.
 *
 * @throws DataError when it has not been built
 */
export function readSearchPage(): (prefix: string) => string {
  try {
    const text = readFileSync(PAGE, 'utf8');
    return (prefix) => text.replace(BASE, `<base href="${escapeHtml(prefix)}/">`);
  } catch (cause) {
    throw new DataError(`the finder's page cannot be read (${messageOf(cause)}): make it with npm run build:web`, {
      cause,
    });
  }
}
