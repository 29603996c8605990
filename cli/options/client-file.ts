import { existsSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import { fileOrLesson, lessonFile } from '../../bench/lesson/lesson-files.ts';
import type { OwnClient } from '../../bench/result/own-client.ts';
import { isModulePath, moduleName } from '../../clients/own/load-client.ts';
import { UsageError } from '../../lib/errors/usage-error.ts';
import { shellQuoted } from '../../lib/shell-quoted.ts';

/** How the name of a script ends that is run by python3. */
const PYTHON = '.py';

/** What such a script is started with: where the flags are, and m. The codes come on its stdin, one on each line. */
const PYTHON_ARGUMENTS = '{base_url} {m}';

/** The same for whoever writes one. */
export const PYTHON_IS_GIVEN =
  'a script gets the address of the flags as sys.argv[1], m as sys.argv[2], and the codes on its stdin, one on each line';

/** The folder of what the lessons' clients have in common, which Python imports by its name. */
const CLIENT = dirname(lessonFile('client', 'flag.py'));

/** A client that is in a file, and where that is. */
export interface ClientFile {
  /** The absolute path. */
  readonly file: string;
  readonly client: OwnClient;
}

/** Whether the name of a client is the path of a file with one. */
export function isClientPath(text: string): boolean {
  return isModulePath(text) || text.endsWith(PYTHON);
}

/**
 * The client that a file holds: a module, which is looked at where it is loaded, or a script in Python, which is a command.
 *
 * @throws UsageError when there is no such script: Python would say so only when it is the script's turn
 */
export function clientFile(path: string): ClientFile {
  const file = fileOrLesson(path);
  const name = moduleName(file);
  if (extname(file) !== PYTHON) return { file, client: { kind: 'module', name, file } };
  if (!existsSync(file)) throw new UsageError(`there is no file ${path}: give the path of your client`);
  const template = `PYTHONPATH=${forTemplate(CLIENT)} python3 ${forTemplate(file)} ${PYTHON_ARGUMENTS}`;
  return { file, client: { kind: 'command', name, template } };
}

/** A brace would be taken for a placeholder. */
function forTemplate(path: string): string {
  return shellQuoted(path).replaceAll('{', '{{');
}
