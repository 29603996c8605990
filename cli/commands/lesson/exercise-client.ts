import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { type ClientFile, clientFile, isClientPath } from '../../options/client-file.ts';

/**
 * The client that a file holds which somebody wants to have judged.
 *
 * @throws UsageError when there is no such file, or it is in no language that is known here
 */
export function exerciseClient(path: string): ClientFile {
  const found = clientFile(path);
  if (statSync(found.file, { throwIfNoEntry: false })?.isFile() !== true)
    throw new UsageError(`there is no file ${path}: give the path of your client`);
  if (isClientPath(basename(path))) return found;
  throw new UsageError(`${path} is neither a module (.ts, .mts, .js, .mjs) nor a script in Python (.py)`);
}
