import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { CPU_PLACES, SAVE_WAYS } from '../../clients/download/item-work.ts';
import type { Outcome, OutcomeKind } from '../../clients/download/outcome.ts';
import { tally } from '../../clients/download/tally.ts';
import { STRATEGIES, strategy } from '../../clients/strategies.ts';
import { OutputError } from '../../lib/errors/output-error.ts';
import { UsageError } from '../../lib/errors/usage-error.ts';
import { collect } from '../helpers/collect.ts';
import { childrenOf } from '../helpers/processes.ts';
import { cutShort, FLAG, first, flag, hang, json, startServer, status, together } from '../helpers/raw/http-server.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { runningThreads } from '../helpers/threads.ts';

const CODES = ['AD', 'AE', 'AF', 'AG', 'AL', 'AM', 'AO', 'AR', 'AT', 'AU', 'AZ', 'BA'];

/** Long enough for a crowded machine; a test that waits for it would fail by the test's own limit. */
const PATIENT = { timeoutMs: 60_000 };

const path = (code: string) => `/flags/${code.toLowerCase()}/${code.toLowerCase()}.gif`;

function kindsByCode(outcomes: readonly Outcome[]): Record<string, OutcomeKind> {
  return Object.fromEntries(outcomes.map(({ code, kind }) => [code, kind]));
}

function codesOf(outcomes: readonly Outcome[]): string[] {
  return outcomes.map(({ code }) => code).sort();
}

describe.each(STRATEGIES)('$name', ({ name, download, prepare, defaultM, maxM }) => {
  const m = Math.min(4, maxM);

  it('gives each code the one outcome that the server caused', async () => {
    await using server = await startServer({
      [path('AE')]: status(404),
      [path('AF')]: status(418),
      [path('AG')]: hang,
      [path('AL')]: cutShort,
      [path('AM')]: status(500),
    });
    const outcomes = await collect(download(CODES.slice(0, 6), { baseUrl: server.baseUrl, m, timeoutMs: 1500 }));
    expect(kindsByCode(outcomes)).toEqual({
      AD: 'ok',
      AE: 'notFound',
      AF: 'httpError',
      AG: 'timeout',
      AL: 'networkError',
      AM: 'httpError',
    });
    expect(outcomes).toHaveLength(6);
    for (const outcome of outcomes) {
      expect(outcome.requests).toBe(1);
      expect(outcome.startedMs).toBeGreaterThanOrEqual(0);
      expect(outcome.firstByteMs ?? outcome.startedMs).toBeGreaterThanOrEqual(outcome.startedMs);
      expect(outcome.endedMs).toBeGreaterThanOrEqual(outcome.firstByteMs ?? outcome.startedMs);
      expect(outcome.error === undefined).toBe(outcome.kind === 'ok');
    }
    const timedOut = outcomes.find(({ kind }) => kind === 'timeout')!;
    expect(timedOut.endedMs - timedOut.startedMs).toBeGreaterThanOrEqual(1500);
  });

  it.each(CPU_PLACES)('computes for each item on the %s, and leaves nobody behind who did', async (on) => {
    await using server = await startServer({ [path('AE')]: status(404) });
    const options = { baseUrl: server.baseUrl, m, cpu: { rounds: 50, on }, ...PATIENT };
    const outcomes = await collect(download(CODES, options));
    expect(kindsByCode(outcomes)).toEqual({
      ...Object.fromEntries(CODES.map((code) => [code, 'ok'])),
      AE: 'notFound',
    });
    expect(childrenOf(process.pid).filter(({ command }) => command.includes('computing-process'))).toEqual([]);
    await vi.waitFor(() => expect(runningThreads()).toBe(0));
  });

  it.each(SAVE_WAYS)('saves flags larger than they came, %s', async (saveWith) => {
    await using server = await startServer();
    await using folder = await temporaryFolder();
    const options = { baseUrl: server.baseUrl, m, outDir: folder.path, saveTimes: 3, saveWith, ...PATIENT };
    await collect(download(CODES.slice(0, 2), options));
    expect((await readdir(folder.path)).sort()).toEqual(['AD.gif', 'AE.gif']);
    expect(await readFile(join(folder.path, 'AD.gif'))).toEqual(Buffer.concat([FLAG, FLAG, FLAG]));
  });

  it('counts what was received', async () => {
    await using server = await startServer();
    const outcomes = await collect(download(CODES, { baseUrl: server.baseUrl, m, ...PATIENT }));
    expect(tally(outcomes, CODES.length)).toMatchObject({
      kinds: { ok: CODES.length },
      requests: CODES.length,
      bytes: CODES.length * FLAG.length,
    });
    expect(codesOf(outcomes)).toEqual(CODES);
    expect(server.requests.map((request) => request.path).sort()).toEqual(CODES.map(path));
  });

  it('gives each of many items one outcome, however many take them at once', async () => {
    await using server = await startServer();
    const codes = Array.from({ length: 50 }, () => CODES).flat();
    const outcomes = await collect(download(codes, { baseUrl: server.baseUrl, m, ...PATIENT }));
    expect(codesOf(outcomes)).toEqual(codes.toSorted());
    expect(server.requests).toHaveLength(codes.length);
  });

  it('takes a code that comes twice as two items, and lower case as upper case', async () => {
    await using server = await startServer();
    const outcomes = await collect(download(['br', 'BR', 'BR'], { baseUrl: server.baseUrl, m, ...PATIENT }));
    expect(codesOf(outcomes)).toEqual(['BR', 'BR', 'BR']);
    expect(server.requests).toHaveLength(3);
  });

  it('yields nothing, and starts nothing, for no codes', async () => {
    await using server = await startServer();
    expect(await collect(download([], { baseUrl: server.baseUrl }))).toEqual([]);
    expect(server.connections).toBe(0);
  });

  it('saves whole files and leaves nothing else', async () => {
    await using server = await startServer({ [path('AE')]: status(404), [path('AF')]: cutShort });
    await using folder = await temporaryFolder();
    const outDir = join(folder.path, 'new', 'downloaded');
    const outcomes = await collect(download(CODES.slice(0, 4), { baseUrl: server.baseUrl, m, outDir, ...PATIENT }));
    expect((await readdir(outDir)).sort()).toEqual(['AD.gif', 'AG.gif']);
    expect(await readFile(join(outDir, 'AG.gif'))).toEqual(FLAG);
    expect(outcomes.flatMap(({ file }) => file ?? []).sort()).toEqual([join(outDir, 'AD.gif'), join(outDir, 'AG.gif')]);
  });

  it('with names, asks for the metadata after the image and saves under the name of the country', async () => {
    await using server = await startServer({
      '/flags/us/metadata.json': json({ tld_cc: '.us', iso_cc: 'US', country: 'United States' }),
      '/flags/xx/metadata.json': status(404),
    });
    await using folder = await temporaryFolder();
    const options = { baseUrl: server.baseUrl, m, names: true, outDir: folder.path, ...PATIENT };
    const outcomes = await collect(download(['US', 'XX'], options));
    expect(kindsByCode(outcomes)).toEqual({ US: 'ok', XX: 'notFound' });
    expect(outcomes.map(({ requests }) => requests)).toEqual([2, 2]);
    expect(await readdir(folder.path)).toEqual(['United_States.gif']);
    const paths = server.requests.map((request) => request.path);
    expect(paths.indexOf('/flags/us/us.gif')).toBeLessThan(paths.indexOf('/flags/us/metadata.json'));
  });

  it('makes an error of every item when nobody listens', async () => {
    const server = await startServer();
    const { baseUrl } = server;
    await server[Symbol.asyncDispose]();
    const outcomes = await collect(download(CODES, { baseUrl, m, ...PATIENT }));
    expect(codesOf(outcomes)).toEqual(CODES);
    for (const { kind, error } of outcomes)
      expect([kind, error]).toEqual(['networkError', expect.stringMatching(/^GET http.*: connection refused$/)]);
  });

  it('gives each item one outcome when the server is killed in the middle', async () => {
    const answers = together(4, hang);
    await using server = await startServer((asked) =>
      CODES.slice(0, 3).some((code) => asked === path(code))
        ? flag
        : (...request) => {
            server.kill();
            answers(...request);
          },
    );
    const outcomes = await collect(download(CODES, { baseUrl: server.baseUrl, m, ...PATIENT }));
    expect(codesOf(outcomes)).toEqual(CODES);
    const { kinds } = tally(outcomes, CODES.length);
    expect(kinds.ok + kinds.networkError).toBe(CODES.length);
    expect(kinds.networkError).toBeGreaterThanOrEqual(CODES.length - 3);
  });

  it('has m requests in flight, never more, over m connections', async () => {
    await using server = await startServer(() => answer);
    const answer = together(m, flag);
    const outcomes = await collect(download(CODES, { baseUrl: server.baseUrl, m, ...PATIENT }));
    expect(tally(outcomes, CODES.length).kinds.ok).toBe(CODES.length);
    expect(server.peakInFlight).toBe(m);
    expect(server.connections).toBe(m);
  });

  it('has no more slots than there are items', async () => {
    await using server = await startServer(() => answer);
    const answer = together(Math.min(m, 2), flag);
    await collect(download(CODES.slice(0, 2), { baseUrl: server.baseUrl, m, ...PATIENT }));
    expect(server.peakInFlight).toBe(Math.min(m, 2));
    expect(server.connections).toBe(Math.min(m, 2));
  });

  it('tries again as often as told, and counts requests and outcomes apart', async () => {
    await using server = await startServer((asked) =>
      asked === path('AD') ? status(503) : first(2, status(503), flag),
    );
    const options = { baseUrl: server.baseUrl, m, retries: 2, timeScale: 0.01, ...PATIENT };
    const outcomes = await collect(download(CODES.slice(0, 3), options));
    expect(kindsByCode(outcomes)).toEqual({ AD: 'httpError', AE: 'ok', AF: 'ok' });
    expect(outcomes.map(({ requests }) => requests)).toEqual([3, 3, 3]);
    expect(server.requests).toHaveLength(9);
  });

  it('says which run each request belongs to', async () => {
    await using server = await startServer();
    await collect(download(['AD', 'AE'], { baseUrl: server.baseUrl, m, run: 'run-7', ...PATIENT }));
    expect(server.requests.map(({ headers }) => headers['x-lab-run'])).toEqual(['run-7', 'run-7']);
  });

  it('sends nothing more once it is cancelled, and ends what is in flight', async () => {
    await using server = await startServer(() => hang);
    await using folder = await temporaryFolder();
    const controller = new AbortController();
    const options = { baseUrl: server.baseUrl, m, signal: controller.signal, outDir: folder.path, ...PATIENT };
    const collecting = collect(download(CODES, options));
    await vi.waitFor(() => expect(server.inFlight).toBe(m), PATIENT.timeoutMs);
    controller.abort();
    const outcomes = await collecting;
    expect(codesOf(outcomes)).toEqual(CODES);
    expect(tally(outcomes, CODES.length)).toMatchObject({ kinds: { cancelled: CODES.length }, requests: m });
    expect(server.requests).toHaveLength(m);
    expect(runningThreads()).toBe(0);
    expect(await readdir(folder.path)).toEqual([]);
    await vi.waitFor(() => expect(server.openConnections).toBe(0));
  });

  it('ends a wait for the next attempt when it is cancelled', async () => {
    await using server = await startServer(() => status(503, { 'retry-after': '25' }));
    const controller = new AbortController();
    const options = { baseUrl: server.baseUrl, m, retries: 5, signal: controller.signal, ...PATIENT };
    const collecting = collect(download(CODES.slice(0, 1), options));
    await vi.waitFor(() => expect(server.requests).toHaveLength(1), PATIENT.timeoutMs);
    controller.abort();
    expect(kindsByCode(await collecting)).toEqual({ AD: 'cancelled' });
  });

  it('ends with a server that answers nothing, as soon as its m and its retries allow', async () => {
    await using server = await startServer(() => hang);
    const codes = CODES.slice(0, 5);
    const [timeoutMs, retries] = [300, 1];
    const outcomes = await collect(download(codes, { baseUrl: server.baseUrl, m, timeoutMs, retries }));
    expect(codesOf(outcomes)).toEqual(codes);
    const { kinds } = tally(outcomes, codes.length);
    expect(kinds.timeout).toBeGreaterThanOrEqual(Math.min(m, 3));
    expect(kinds.timeout + kinds.networkError).toBe(codes.length);
    const backOffMs = 200;
    const mostMs = Math.ceil(codes.length / m) * ((1 + retries) * timeoutMs + backOffMs) + 1000;
    expect(Math.max(...outcomes.map(({ endedMs }) => endedMs))).toBeLessThan(mostMs);
  });

  it('asks for nothing when it was cancelled before it began', async () => {
    await using server = await startServer();
    const outcomes = await collect(download(CODES, { baseUrl: server.baseUrl, m, signal: AbortSignal.abort() }));
    expect(codesOf(outcomes)).toEqual(CODES);
    expect(tally(outcomes, CODES.length)).toMatchObject({ kinds: { cancelled: CODES.length }, requests: 0 });
    expect(server.connections).toBe(0);
    expect(runningThreads()).toBe(0);
  });

  it('stops when the consumer leaves the loop', async () => {
    await using server = await startServer((asked) => (asked === path('AD') ? flag : hang));
    for await (const { code } of download(CODES, { baseUrl: server.baseUrl, m, ...PATIENT })) {
      expect(code).toBe('AD');
      break;
    }
    await vi.waitFor(() => expect(server.openConnections).toBe(0));
    expect(server.requests.length).toBeLessThanOrEqual(m + 1);
    expect(runningThreads()).toBe(0);
  });

  it('leaves no thread, connection or timer behind that would keep a process alive', async () => {
    await using server = await startServer({ [path('AE')]: status(418), [path('AF')]: cutShort });
    const script = fileURLToPath(new URL('../helpers/entries/download-and-end.ts', import.meta.url));
    const args = [script, name, server.baseUrl, String(m), ...CODES];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 15_000 });
    expect(JSON.parse(stdout).kinds).toMatchObject({ ok: CODES.length - 2, httpError: 1, networkError: 1 });
  });

  it('can be prepared: looked at before anything is sent, and then run', async () => {
    await using server = await startServer();
    const prepared = prepare(['br', 'FR'], { baseUrl: server.baseUrl, ...PATIENT });
    expect(prepared.codes).toEqual(['BR', 'FR']);
    expect(prepared.settings).toMatchObject({ baseUrl: server.baseUrl, m: Math.min(2, defaultM), ...PATIENT });
    for (const value of [prepared, prepared.codes, prepared.settings]) expect(Object.isFrozen(value)).toBe(true);
    expect(server.connections).toBe(0);
    expect(kindsByCode(await collect(prepared.run()))).toEqual({ BR: 'ok', FR: 'ok' });
  });

  it('is not even prepared with codes or options that cannot be', () => {
    const baseUrl = 'http://localhost:1/flags';
    expect(() => prepare(CODES, { baseUrl, m: maxM + 1 })).toThrow(UsageError);
    expect(() => prepare(['../x'], { baseUrl })).toThrow(/"\.\.\/x" is not a country code/);
  });

  it('refuses to begin when it could not save, or with options that cannot be', async () => {
    await using server = await startServer();
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'a-file');
    await writeFile(file, '');
    const { baseUrl } = server;
    await expect(collect(download(CODES, { baseUrl, outDir: join(file, 'below') }))).rejects.toThrow(OutputError);
    await expect(collect(download(CODES, { baseUrl, outDir: file }))).rejects.toThrow(OutputError);
    await expect(collect(download(CODES, { baseUrl, m: 0 }))).rejects.toThrow(UsageError);
    await expect(collect(download(['../x'], { baseUrl }))).rejects.toThrow(/"\.\.\/x" is not a country code/);
    expect(server.connections).toBe(0);
  });
});

describe('strategy', () => {
  it('finds a strategy by its name in any case', () => {
    for (const known of STRATEGIES) expect(strategy(known.name.toUpperCase())).toBe(known);
  });

  it('names all strategies when asked for another', () => {
    expect(() => strategy('fibers')).toThrow(UsageError);
    expect(() => strategy('fibers')).toThrow(
      '"fibers" is not a client: choose one of sequential, workers, async, hybrid, adaptive, paced',
    );
  });

  it('has the limits that the documentation says', () => {
    expect(STRATEGIES.map(({ name, defaultM, maxM, forcedMaxM }) => [name, defaultM, maxM, forcedMaxM])).toEqual([
      ['sequential', 1, 1, 1],
      ['workers', 30, 128, 128],
      ['async', 5, 1000, 10_000],
      ['hybrid', 64, 10_000, 10_000],
      ['adaptive', 1000, 1000, 10_000],
      ['paced', 1000, 1000, 10_000],
    ]);
  });
});
