import { statSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import { fileOrLesson, lessonFile } from '../../../bench/lesson/lesson-files.ts';
import type { OwnClient } from '../../../bench/result/own-client.ts';
import { moduleName } from '../../../clients/own/load-client.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { shellQuoted } from '../../../lib/shell-quoted.ts';

/** What a client in Python is started with: where the flags are, and m. The codes come on its stdin, one on each line. */
const PYTHON_ARGUMENTS = '{base_url} {m}';

/** The folder of what the lessons' clients have in common, which Python imports by its name. */
const CLIENT = dirname(lessonFile('client', 'flag.py'));

const MODULES = ['.ts', '.mts', '.js', '.mjs', '.cts', '.cjs'];

/** A client that is to be judged, and where it is. */
export interface ExerciseClient {
  /** The absolute path. */
  readonly file: string;
  readonly client: OwnClient;
}

/**
 * The client that a file holds which somebody wants to have judged.
 *
 * @throws UsageError when there is no such file, or it is in no language that is known here
 */
export function exerciseClient(path: string): ExerciseClient {
  const file = fileOrLesson(path);
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true)
    throw new UsageError(`there is no file ${path}: give the path of your client`);
  const [name, ending] = [moduleName(file), extname(file)];
  if (MODULES.includes(ending)) return { file, client: { kind: 'module', name, file } };
  const [library, script] = [CLIENT, file].map(forTemplate);
  const template = `PYTHONPATH=${library} python3 ${script} ${PYTHON_ARGUMENTS}`;
  if (ending === '.py') return { file, client: { kind: 'command', name, template } };
  throw new UsageError(`${path} is neither a module (${MODULES.join(', ')}) nor a Python script (.py)`);
}

/** A brace would be taken for a placeholder. */
function forTemplate(path: string): string {
  return shellQuoted(path).replaceAll('{', '{{');
}
