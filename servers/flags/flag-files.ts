import { createHash } from 'node:crypto';
import { countryCodes } from '../../lib/flags/country-codes.ts';
import { readFlagsData } from '../../lib/flags/flags-data.ts';

/** One file, ready to be sent: everything that can be computed beforehand is. */
export interface FlagFile {
  /** The key of a request for it: `GET /flags/br/br.gif`. */
  readonly key: string;
  readonly etag: string;
  /** Name and value in turn, as `writeHead` takes them. */
  readonly headers: readonly string[];
  readonly body: Buffer;
}

/** A country as the listing of `/flags/` shows it. */
export interface Country {
  readonly code: string;
  readonly country: string;
  readonly flag: string;
  readonly metadata: string;
}

/** All flags and their metadata, in memory. */
export interface FlagFiles {
  /** By path: `/flags/br/br.gif`, `/flags/br/metadata.json`. */
  readonly files: ReadonlyMap<string, FlagFile>;
  readonly countries: readonly Country[];
}

let loaded: FlagFiles | undefined;

/**
 * Reads flags-data once per thread; later calls share it.
 *
 * @throws DataError when a file is missing.
 */
export function loadFlagFiles(): FlagFiles {
  loaded ??= readAll();
  return loaded;
}

function readAll(): FlagFiles {
  const files = new Map<string, FlagFile>();
  const countries = countryCodes().map((code) => {
    const folder = `/flags/${code.toLowerCase()}`;
    const [flag, metadata] = [`${folder}/${code.toLowerCase()}.gif`, `${folder}/metadata.json`];
    files.set(flag, flagFile(flag, 'image/gif'));
    files.set(metadata, flagFile(metadata, 'application/json'));
    const { country } = JSON.parse(files.get(metadata)!.body.toString('utf8')) as { country: string };
    return { code, country, flag, metadata };
  });
  return { files, countries };
}

function flagFile(path: string, contentType: string): FlagFile {
  const body = readFlagsData(path.slice('/flags/'.length));
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const headers = ['Content-Type', contentType, 'Content-Length', String(body.length), 'ETag', etag];
  return { key: `GET ${path}`, etag, headers, body };
}
