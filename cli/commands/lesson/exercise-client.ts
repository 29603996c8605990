import { statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { type ClientFile, clientFile, isClientPath } from '../../options/client-file.ts';
import { type CommandContext, note } from '../../terminal/command-context.ts';

/**
 * The clients that files hold, each of them once.
 *
 * @throws UsageError when there is no client in some of them, and says so of each
 */
export function exerciseClients(paths: readonly string[], context: CommandContext): (ClientFile & { path: string })[] {
  const objections: string[] = [];
  const found = [...new Set(paths)].flatMap((path) => {
    try {
      return [{ path, ...exerciseClient(path, context) }];
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      objections.push(error.message);
      return [];
    }
  });
  if (objections.length > 0) throw new UsageError(objections.join('; '));
  return found;
}

/**
 * The client that a file holds which somebody wants to have judged. Whoever means one of his own is told where it is the package's.
 *
 * @throws UsageError when there is no such file, or it is in no language that is known here
 */
export function exerciseClient(path: string, context: CommandContext): ClientFile {
  const found = clientFile(path);
  const there = statSync(found.file, { throwIfNoEntry: false });
  if (there?.isFile() !== true) {
    const what = there?.isDirectory() === true ? `${path} is a folder` : `there is no file ${path}`;
    throw new UsageError(`${what}: give the path of your client`);
  }
  if (isClientPath(basename(path))) {
    if (found.file !== resolve(path)) note(context, `there is no ${path} here: what is judged is the package's own`);
    return found;
  }
  throw new UsageError(`${path} is neither a module (.ts, .mts, .js, .mjs) nor a script in Python (.py)`);
}
