import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../clients/download/outcome.ts';
import { isModulePath, loadClient, moduleName } from '../../../clients/own/load-client.ts';
import { ClientError } from '../../../lib/errors/client-error.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { collect } from '../../helpers/collect.ts';
import { flag, startServer, status } from '../../helpers/raw/http-server.ts';
import { ROOT } from '../../helpers/source-tree.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const OPTIONS = { baseUrl: 'http://localhost:1/flags' };

/** A client that yields these outcomes, whatever it is asked for. */
const yielding = (outcomes: string) => `export default async function* () { yield* ${outcomes}; }`;

/** Loads a module with this code, and downloads with it. */
async function download(
  code: string,
  codes: readonly string[] = ['BR'],
  baseUrl = OPTIONS.baseUrl,
): Promise<Outcome[]> {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'mine.mjs');
  await writeFile(file, code);
  const client = await loadClient(file);
  return await collect(client(codes, { baseUrl }));
}

describe('a module with a client', () => {
  it.each(['./mine.ts', 'clients/mine', '/abs/mine', 'mine.js', 'mine.mjs', 'mine.mts'])('is what %s names', (text) => {
    expect(isModulePath(text)).toBe(true);
  });

  it.each(['async', 'ASYNC', 'my.client'])('is not what %s names', (text) => {
    expect(isModulePath(text)).toBe(false);
  });

  it('is called as its file', () => {
    expect(moduleName('/home/me/clients/mine.v2.ts')).toBe('mine.v2');
  });

  it.each([
    ['default', 'export default'],
    ['download', 'export const download ='],
  ])('exports its function as %s', async (_name, beginning) => {
    await using server = await startServer({ '/flags/fr/fr.gif': status(418), '/flags/br/br.gif': flag });
    const code = `${beginning} async function* mine(codes, { baseUrl }) {
      const startedMs = performance.now();
      for (const code of codes) {
        const path = code.toLowerCase();
        const { status, ok } = await fetch(\`\${baseUrl}/\${path}/\${path}.gif\`);
        yield { code, kind: ok ? 'ok' : 'httpError', status, startedMs, endedMs: performance.now() };
      }
    }`;
    const outcomes = await download(code, ['BR', 'FR'], server.baseUrl);
    const times = { startedMs: expect.any(Number), endedMs: expect.any(Number), firstByteMs: undefined };
    const filledIn = { bytes: 0, requests: 1, error: undefined, file: undefined, limit: undefined };
    expect(outcomes).toEqual([
      { code: 'BR', kind: 'ok', status: 200, ...times, ...filledIn },
      { code: 'FR', kind: 'httpError', status: 418, ...times, ...filledIn },
    ]);
  });

  it('may be written in TypeScript, and use the package', async () => {
    await using folder = await temporaryFolder();
    await using server = await startServer();
    const file = join(folder.path, 'typed.ts');
    const index = pathToFileURL(join(ROOT, 'index.ts'));
    await writeFile(
      file,
      `import { type Download, strategy } from '${index}';
       export const download: Download = (codes, options) => strategy('async').download(codes, { ...options, m: 2 });`,
    );
    const client = await loadClient(file);
    expect(await collect(client(['BR', 'FR'], { baseUrl: server.baseUrl }))).toMatchObject([
      { kind: 'ok' },
      { kind: 'ok' },
    ]);
    expect(server.connections).toBe(2);
  });

  it('may say null for what there is not, and nothing of schedules and files, which are not the lab’s', async () => {
    const nothing = ['status', 'bytes', 'requests', 'firstByteMs', 'error', 'limit', 'file'];
    const outcome = `{ code: 'BR', kind: 'timeout', startedMs: 0, endedMs: 1, ${nothing.map((name) => `${name}: null`)} }`;
    const more = `{ code: 'FR', kind: 'ok', startedMs: 1, endedMs: 2, scheduledMs: 0, file: 'FR.gif' }`;
    const filledIn = { status: undefined, bytes: 0, requests: 1, firstByteMs: undefined, error: undefined };
    expect(await download(yielding(`[${outcome}, ${more}]`), ['BR', 'FR'])).toEqual([
      { code: 'BR', kind: 'timeout', startedMs: 0, endedMs: 1, ...filledIn },
      { code: 'FR', kind: 'ok', startedMs: 1, endedMs: 2, ...filledIn },
    ]);
  });

  it('may yield in any order, codes in lower case, and not wait for anything', async () => {
    const code = `export default function (codes) {
      return codes.toReversed().map((code) => ({ code: code.toLowerCase(), kind: 'timeout', startedMs: 0, endedMs: 1 }));
    }`;
    expect(await download(code, ['BR', 'FR'])).toMatchObject([{ code: 'FR' }, { code: 'BR', kind: 'timeout' }]);
  });
});

describe('a file that is no client is refused:', () => {
  it('one that is not there', async () => {
    const loading = loadClient('/no/such/mine.ts');
    await expect(loading).rejects.toThrow(UsageError);
    await expect(loading).rejects.toThrow('there is no file /no/such/mine.ts');
  });

  it.each([
    [
      'one without such an export',
      'export const get = 1;',
      /has neither a default export nor one called download: export a function/,
    ],
    ['one that exports no function', 'export default { download() {} };', /exports a value of type object/],
    ['one that does not compile', 'export default function* {', /mine\.mjs cannot be loaded \(\w*Error: /],
    ['one that throws', 'throw new RangeError("no luck");', /cannot be loaded \(RangeError: no luck at line 1\)/],
    ['one that is empty', '', /mine\.mjs has neither a default export nor one called download/],
    [
      'one that imports what is not there',
      'import "no-such-package";',
      /cannot be loaded \(Error: Cannot find package/,
    ],
  ])('%s', async (_what, code, message) => {
    const downloading = download(code);
    await expect(downloading).rejects.toThrow(UsageError);
    await expect(downloading).rejects.toThrow(message);
  });
});

describe('a client fails that', () => {
  const OK = "{ code: 'BR', kind: 'ok', startedMs: 0, endedMs: 1 }";

  it.each([
    ['returns nothing', 'export default () => {};', 'mine.mjs returned undefined instead of an async iterable'],
    [
      'returns a promise',
      'export default async () => [];',
      'mine.mjs returned Promise { [] } instead of an async iterable',
    ],
    [
      'yields what is no object',
      yielding('[undefined]'),
      'mine.mjs yielded undefined, which is no outcome: must be an object with code, kind',
    ],
    [
      'yields an unknown kind',
      yielding(`[{ ...${OK}, kind: 'fine' }]`),
      'kind: must be one of ok, notFound, httpError',
    ],
    [
      'yields no times',
      yielding("[{ code: 'BR', kind: 'ok' }]"),
      "{ code: 'BR', kind: 'ok' }, which is no outcome: startedMs",
    ],
    ['yields a text for a status', yielding(`[{ ...${OK}, status: '200' }]`), 'status: must be a status, or left out'],
    [
      'yields no object but a list',
      yielding('[[1]]'),
      'mine.mjs yielded a list of 1, which is no outcome: yield* passes on a list',
    ],
    [
      'yields no number for a time',
      yielding(`[{ ...${OK}, endedMs: NaN }]`),
      'endedMs: must be a number of milliseconds, as performance.now() tells them',
    ],
    [
      'yields a fraction for a count',
      yielding(`[{ ...${OK}, bytes: 0.5 }]`),
      'bytes: must be a whole number from 0, or left out',
    ],
    ['yields less than nothing', yielding(`[{ ...${OK}, requests: -1 }]`), 'requests: must be a whole number from 0'],
    ['yields no text for an error', yielding(`[{ ...${OK}, error: {} }]`), 'error: must be a text, or left out'],
    ['ends before it starts', yielding(`[{ ...${OK}, startedMs: 2 }]`), 'which ended before it started'],
    ['yields too little', yielding('[]'), 'mine.mjs yielded no outcome: each of 1 code gets one'],
    [
      'returns at its end what it should yield',
      `export default async function* () { return [${OK}]; }`,
      'mine.mjs returned a list of 1 instead of yielding it: yield* passes on a list',
    ],
    [
      'yields too much',
      yielding(`[${OK}, ${OK}]`),
      'yielded a second outcome for BR: each code that is given gets one',
    ],
    [
      'yields what nobody asked for',
      yielding(`[{ ...${OK}, code: 'XX' }]`),
      'yielded an outcome for the code XX: each code that is given gets one',
    ],
    [
      'throws',
      'export default async function* () { \n throw new RangeError("oh"); }',
      'mine.mjs threw RangeError: oh at line 2: ',
    ],
  ])('%s', async (_what, code, message) => {
    const downloading = download(code);
    await expect(downloading).rejects.toThrow(ClientError);
    await expect(downloading).rejects.toThrow(message);
  });

  it('yields little of much, of which only some is named', async () => {
    const codes = ['BR', 'AD', 'AE', 'AF', 'AG', 'AL', 'AM', 'AO'];
    await expect(download(yielding(`[${OK}]`), codes)).rejects.toThrow(
      'no outcome for AD, AE, AF, AG, AL and 2 more: each of 8 codes gets one',
    );
  });
});
