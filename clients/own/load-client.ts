import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { messageOf } from '../../lib/errors/message-of.ts';
import { UsageError } from '../../lib/errors/usage-error.ts';
import type { Download } from '../download/download.ts';
import type { OwnDownload } from './own-download.ts';
import { placeInFile } from './place-in-file.ts';
import { stripTypesBelowNodeModules } from './strip-types.ts';

/** What Node says of a module that it takes for CommonJS, and what that comes from: `npm init` has written so since npm 11. */
const IS_NO_MODULE = /Cannot use import statement outside a module|Unexpected token 'export'/;
const NO_MODULE_HINT =
  ': have the package.json above it say "type": "module" instead of "commonjs", or end its name in .mts';

/** Whether the name of a client is the path of a module: it has a slash or ends as modules do. */
export function isModulePath(text: string): boolean {
  return text.includes('/') || /\.[cm]?[jt]s$/.test(text);
}

/** What a module's client is called: the name of its file, without the ending. */
export function moduleName(file: string): string {
  return basename(file, extname(file));
}

/**
 * Loads a client of somebody's own: a module whose default export, or the one called `download`, is an {@link OwnDownload}.
 * What it yields is checked while it is used.
 *
 * @param file the module's absolute path
 * @throws UsageError when there is no such file, it cannot be loaded, or it exports no function
 */
export async function loadClient(file: string): Promise<Download> {
  const exported = await load(file);
  const download = exported.default ?? exported.download;
  if (typeof download === 'function') {
    const { checkedDownload } = await import('./checked-download.ts');
    return checkedDownload(file, download as OwnDownload);
  }
  // A file without a word of import or export is no module of its own accord: it exports an object without anything in it.
  const isNothing = typeof download === 'object' && download !== null && Object.keys(download).length === 0;
  const instead =
    download === undefined || isNothing
      ? 'has neither a default export nor one called download'
      : `exports ${kindOf(download)}`;
  throw new UsageError(`${file} ${instead}: export a function (codes, options) => AsyncIterable<OwnOutcome>`);
}

async function load(file: string): Promise<{ default?: unknown; download?: unknown }> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) throw new UsageError(`there is no file ${file}: give the path of a module with a client`);
  if (!found.isFile()) throw new UsageError(`${file} is no file: give the path of a module with a client`);
  stripTypesBelowNodeModules();
  try {
    return await import(pathToFileURL(file).href);
  } catch (cause) {
    const name = cause instanceof Error ? `${cause.name}: ` : '';
    const why = `${name}${messageOf(cause)}${placeInFile(cause, file)}`;
    throw new UsageError(`${file} cannot be loaded (${why})${IS_NO_MODULE.test(why) ? NO_MODULE_HINT : ''}`, { cause });
  }
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : `a value of type ${typeof value}`;
}
