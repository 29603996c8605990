import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { pathToFileURL } from 'node:url';

/** How a stack begins where a file is no code: with its path, and a line. The path is missing below node_modules. */
const NO_CODE = /^(\S*):(\d+)\n/;

/**
 * Where in a module something went wrong, for the end of a message: ` at line 5`, with the blank; empty where that is not known.
 * Of a mistake in what the module imports it names the file, too.
 *
 * @param file the module's absolute path
 */
export function placeInFile(thrown: unknown, file: string): string {
  if (!(thrown instanceof Error) || typeof thrown.stack !== 'string') return '';
  // A stack calls a module by its address, and TypeScript that is no code by its path.
  for (const name of [pathToFileURL(file).href, file]) {
    const [line] = /^\d+/.exec(thrown.stack.split(`${name}:`)[1] ?? '') ?? [];
    if (line !== undefined) return ` at line ${line}`;
  }
  const stack = NO_CODE.test(thrown.stack) || !(thrown instanceof SyntaxError) ? thrown.stack : asTypeScript(file);
  const [, other, line] = NO_CODE.exec(stack) ?? [];
  if (line === undefined) return '';
  return other === '' ? ` at line ${line}` : ` at line ${line} of ${other}`;
}

/** What is said of a file as TypeScript, which most JavaScript is as well: of that the engine tells no line. */
function asTypeScript(file: string): string {
  try {
    stripTypeScriptTypes(readFileSync(file, 'utf8'));
    return '';
  } catch (error) {
    return error instanceof Error ? (error.stack ?? '') : '';
  }
}
