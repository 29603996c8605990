import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { default as Express, RequestHandler } from 'express';
import { packageFile } from '../../lib/package/package-file.ts';

/** What the page's own files are called before their names. */
const FOLDER = '/page/';

/** It runs its own script and speaks to nobody but the lab; charts bring styles of their own. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const FILES = [
  { path: '/', file: 'index.html', type: 'text/html; charset=utf-8' },
  { path: `${FOLDER}live.js`, file: 'live.js', type: 'text/javascript; charset=utf-8' },
  { path: `${FOLDER}live.css`, file: 'live.css', type: 'text/css; charset=utf-8' },
] as const;

/** Serves the live page and its files; where it has not been built, `/` leads to the readable description of the API. */
export function serveLivePage(app: ReturnType<typeof Express>): void {
  for (const { path, file, type } of FILES) app.get(path, sendFile(file, type));
}

function sendFile(file: string, type: string): RequestHandler {
  let kept: { readonly plain: Buffer; readonly packed: Buffer } | undefined;
  return (request, response) => {
    kept ??= readPacked(file);
    if (kept === undefined) {
      response.redirect('/api/docs');
      return;
    }
    const isPacked = request.acceptsEncodings('gzip') === 'gzip';
    response.set({
      'Content-Security-Policy': POLICY,
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-cache',
      Vary: 'Accept-Encoding',
      'Referrer-Policy': 'no-referrer',
      ...(isPacked && { 'Content-Encoding': 'gzip' }),
    });
    response.type(type).send(isPacked ? kept.packed : kept.plain);
  };
}

function readPacked(file: string): { readonly plain: Buffer; readonly packed: Buffer } | undefined {
  try {
    const plain = readFileSync(packageFile(`web/dist/live/${file}`, `dist/web/live/${file}`));
    return { plain, packed: gzipSync(plain) };
  } catch {
    return undefined;
  }
}
