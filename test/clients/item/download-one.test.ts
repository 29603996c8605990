import { readdir } from 'node:fs/promises';
import { getCACertificates, type SecureContextOptions, setDefaultCACertificates } from 'node:tls';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { DownloadOptions } from '../../../clients/download/download.ts';
import type { Outcome } from '../../../clients/download/outcome.ts';
import { resolveDownload } from '../../../clients/download/resolve-download.ts';
import { downloadOne } from '../../../clients/item/download-one.ts';
import { FlagClient } from '../../../clients/item/flag-client.ts';
import { strategy } from '../../../clients/strategies.ts';
import { collect } from '../../helpers/collect.ts';
import { CERTIFICATE, CERTIFICATE_KEY } from '../../helpers/raw/certificate.ts';
import {
  type Answer,
  FLAG,
  first,
  flag,
  hang,
  json,
  reset,
  stall,
  startServer,
  status,
  TestServer,
  together,
} from '../../helpers/raw/http-server.ts';
import { startMuteServer } from '../../helpers/raw/mute-server.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const BR = '/flags/br/br.gif';

/** Downloads one flag, with a minute's patience unless told otherwise. */
async function get(server: { baseUrl: string }, options: Partial<DownloadOptions> = {}, code = 'BR'): Promise<Outcome> {
  const download = strategy('sequential').download([code], { baseUrl: server.baseUrl, timeoutMs: 60_000, ...options });
  return (await collect(download))[0]!;
}

function redirect(location: string, code = 302) {
  return status(code, { location });
}

describe('the time for a request', () => {
  it.each([
    ['never answers', hang, undefined],
    ['stops in the middle of the body', stall, 200],
  ])('ends when a server %s', async (_, answer, expected) => {
    await using server = await startServer(() => answer);
    const outcome = await get(server, { timeoutMs: 250 });
    expect(outcome).toMatchObject({ kind: 'timeout', status: expected, requests: 1, bytes: 0 });
    expect(outcome.error).toBe(`GET ${server.origin}${BR}: no whole response in 250 ms`);
    expect(outcome.endedMs - outcome.startedMs).toBeGreaterThanOrEqual(250);
  });

  it('is spanned by redirects and body together', async () => {
    await using server = await startServer({
      [BR]: (request, response, attempt) => setTimeout(() => redirect('/again')(request, response, attempt), 1000),
      '/again': hang,
    });
    const outcome = await get(server, { timeoutMs: 2000 });
    expect(outcome).toMatchObject({ kind: 'timeout', status: 302 });
    expect(outcome.endedMs - outcome.startedMs).toBeGreaterThanOrEqual(2000);
    expect(outcome.endedMs - outcome.startedMs).toBeLessThan(3000);
  });

  it('also ends while a redirect waits for its connection', async () => {
    await using mute = await startMuteServer();
    await using server = await startServer({
      [BR]: (request, response, attempt) => setTimeout(() => redirect(mute.baseUrl)(request, response, attempt), 1000),
    });
    const outcome = await get(server, { timeoutMs: 2000 });
    expect(outcome).toMatchObject({ kind: 'timeout', status: 302 });
    expect(outcome.error).toBe(`GET ${mute.baseUrl}/: no whole response in 2000 ms`);
  });

  it('is given to connecting too', async () => {
    await using mute = await startMuteServer();
    const outcome = await get(mute, { timeoutMs: 200 });
    expect(outcome).toMatchObject({ kind: 'timeout', status: undefined, requests: 1 });
    expect(outcome.error).toContain('no connection in 200 ms');
  });

  it('is not over for a response that came while the process was busy', async () => {
    await using server = await startServer(
      (): Answer => (request, response, attempt) => {
        setTimeout(() => flag(request, response, attempt), 50);
        const busyUntil = performance.now() + 300;
        while (performance.now() < busyUntil);
      },
    );
    expect(await get(server, { timeoutMs: 200 })).toMatchObject({ kind: 'ok' });
  });

  it('leaves the next request a connection of its own', async () => {
    await using server = await startServer({ [BR]: hang });
    const download = strategy('sequential').download(['BR', 'AD'], { baseUrl: server.baseUrl, timeoutMs: 1000 });
    expect((await collect(download)).map(({ kind }) => kind)).toEqual(['timeout', 'ok']);
    expect(server.connections).toBe(2);
  });
});

describe('redirects', () => {
  it.each([301, 302, 303, 307, 308])('are followed after a %d', async (code) => {
    await using server = await startServer({ [BR]: redirect('../../other/place.gif?x=1', code) });
    expect(await get(server)).toMatchObject({ kind: 'ok', status: 200, requests: 1, bytes: FLAG.length });
    expect(server.requests.map(({ path }) => path)).toEqual([BR, '/other/place.gif?x=1']);
  });

  it('are followed to another server', async () => {
    await using elsewhere = await startServer();
    await using server = await startServer({ [BR]: redirect(`${elsewhere.origin}/there.gif`) });
    expect(await get(server)).toMatchObject({ kind: 'ok', bytes: FLAG.length });
    expect(elsewhere.requests.map(({ path }) => path)).toEqual(['/there.gif']);
  });

  it('are followed five times, then they are an error with their status', async () => {
    await using server = await startServer(() => redirect(BR));
    const outcome = await get(server);
    expect(outcome).toMatchObject({ kind: 'httpError', status: 302 });
    expect(outcome.error).toMatch(/status 302 after 5 redirects$/);
    expect(server.requests).toHaveLength(6);
  });

  it.each(['ftp://localhost/x', 'file:///etc/passwd', 'http://'])('are not followed to %s', async (location) => {
    await using server = await startServer({ [BR]: redirect(location) });
    const outcome = await get(server);
    expect(outcome.kind).toBe('networkError');
    expect(outcome.error).toContain(`redirected to ${location}, which is no HTTP address`);
  });

  it('without a location are an error with their status', async () => {
    await using server = await startServer({ [BR]: status(302) });
    expect(await get(server)).toMatchObject({ kind: 'httpError', status: 302 });
  });
});

describe('retries', () => {
  it.each([408, 418, 429, 500, 503, 599])('follow a %d', async (code) => {
    await using server = await startServer({ [BR]: first(1, status(code), flag) });
    expect(await get(server, { retries: 1, timeScale: 0 })).toMatchObject({ kind: 'ok', requests: 2 });
  });

  it.each([400, 401, 403, 404, 410, 304])('do not follow a %d, which will be the same again', async (code) => {
    await using server = await startServer({ [BR]: first(1, status(code), flag) });
    const expected = { kind: code === 404 ? 'notFound' : 'httpError', status: code, requests: 1 };
    expect(await get(server, { retries: 1, timeScale: 0 })).toMatchObject(expected);
  });

  it('follow a reset connection and a timeout', async () => {
    await using server = await startServer({ [BR]: first(1, reset, first(2, hang, flag)) });
    expect(await get(server, { retries: 2, timeScale: 0, timeoutMs: 1000 })).toMatchObject({ kind: 'ok', requests: 3 });
  });

  it('wait as long as the server asks', async () => {
    await using server = await startServer({ [BR]: first(1, status(429, { 'retry-after': '1' }), flag) });
    expect(await get(server, { retries: 1, timeScale: 0.001 })).toMatchObject({ kind: 'ok', requests: 2 });
    const [one, two] = server.requests.map(({ arrivedMs }) => arrivedMs);
    expect(two! - one!).toBeGreaterThanOrEqual(999);
  });

  it('hold no slot while they wait', async () => {
    await using server = await startServer({ [BR]: first(1, status(503, { 'retry-after': '1' }), flag) });
    const options = { baseUrl: server.baseUrl, m: 1, retries: 1, timeoutMs: 60_000 };
    const outcomes = await collect(strategy('async').download(['BR', 'AD', 'AE'], options));
    expect(outcomes.map(({ code, kind }) => `${code} ${kind}`)).toEqual(['AD ok', 'AE ok', 'BR ok']);
    expect(server.requests.map(({ path }) => path)).toEqual([BR, '/flags/ad/ad.gif', '/flags/ae/ae.gif', BR]);
  });

  it('begin anew for the metadata', async () => {
    await using server = await startServer({
      [BR]: first(1, status(503), flag),
      '/flags/br/metadata.json': first(1, status(503), json({ country: 'Brazil' })),
    });
    expect(await get(server, { names: true, retries: 1, timeScale: 0 })).toMatchObject({ kind: 'ok', requests: 4 });
  });
});

describe('the metadata', () => {
  it.each([
    ['is missing', status(404), 'notFound'],
    ['is no JSON', flag, 'networkError'],
    ['is JSON of something else', json(null), 'networkError'],
    ['names no country', json({ country: '' }), 'networkError'],
  ])('decides the outcome when it %s, and nothing is saved', async (_, answer, kind) => {
    await using server = await startServer({ '/flags/br/metadata.json': answer });
    await using folder = await temporaryFolder();
    expect(await get(server, { names: true, outDir: folder.path })).toMatchObject({ kind, file: undefined });
    expect(await readdir(folder.path)).toEqual([]);
  });

  it('cannot make a file anywhere else', async () => {
    await using server = await startServer({ '/flags/br/metadata.json': json({ country: '../../etc/passwd' }) });
    await using folder = await temporaryFolder();
    expect(await get(server, { names: true, outDir: folder.path })).toMatchObject({ kind: 'ok' });
    expect(await readdir(folder.path)).toEqual(['_.._etc_passwd.gif']);
  });
});

describe('a flag that cannot be saved', () => {
  it('is an error of that item, which says why', async () => {
    await using server = await startServer();
    await using folder = await temporaryFolder();
    const outDir = `${folder.path}/gone`;
    const settings = resolveDownload(
      1,
      { baseUrl: server.baseUrl, outDir },
      { name: 'test', defaultM: 1, maxM: 1, forcedMaxM: 1 },
    );
    await using client = new FlagClient(settings);
    const outcome = await downloadOne('BR', client, (task) => task());
    expect(outcome).toMatchObject({ kind: 'networkError', status: 200, file: undefined });
    expect(outcome.error).toMatch(/^cannot save .*BR\.gif: no such file or directory$/);
  });
});

describe('addresses', () => {
  it.each(['127.0.0.1', '::1'])('may name a server that listens on %s only', async (host) => {
    await using server = await new TestServer(() => flag).listen(host);
    expect(await get(server)).toMatchObject({ kind: 'ok', bytes: FLAG.length });
  });

  it('may have no path, or a slash at the end', async () => {
    await using server = await startServer();
    expect(await get({ baseUrl: server.origin })).toMatchObject({ kind: 'ok' });
    expect(await get({ baseUrl: `${server.origin}/a/b/` })).toMatchObject({ kind: 'ok' });
    expect(server.requests.map(({ path }) => path)).toEqual(['/br/br.gif', '/a/b/br/br.gif']);
  });

  it('that do not exist are errors of the network', async () => {
    const outcome = await get({ baseUrl: 'http://no-such-host.invalid/flags' });
    expect(outcome).toMatchObject({ kind: 'networkError', status: undefined });
    expect(outcome.error).toMatch(/^GET http:\/\/no-such-host\.invalid\/flags\/br\/br\.gif: no such host$/);
  });

  it('of https need a certificate that is trusted', async () => {
    const tls: SecureContextOptions = { cert: CERTIFICATE, key: CERTIFICATE_KEY };
    const both = together(2, flag);
    await using server = await new TestServer((path) => (path === BR ? flag : both), tls).listen();
    const outcome = await get(server);
    expect(outcome).toMatchObject({ kind: 'networkError' });
    expect(outcome.error).toMatch(/certificate/);

    const trusted = getCACertificates('default');
    onTestFinished(() => setDefaultCACertificates(trusted));
    setDefaultCACertificates([...trusted, CERTIFICATE]);
    expect(await get(server)).toMatchObject({ kind: 'ok', bytes: FLAG.length });
    const several = await collect(
      strategy('async').download(['AD', 'AE', 'AF', 'AG', 'AL'], { baseUrl: server.baseUrl, m: 2, timeoutMs: 60_000 }),
    );
    expect(several.map(({ kind }) => kind)).toEqual(Array(5).fill('ok'));
    expect(server.peakInFlight).toBe(2);
  });
});

describe('cancelling', () => {
  it('also ends connections that have not come about', async () => {
    await using mute = await startMuteServer();
    const controller = new AbortController();
    const getting = get(mute, { signal: controller.signal });
    await vi.waitFor(() => expect(mute.openConnections).toBe(1));
    controller.abort();
    expect(await getting).toMatchObject({ kind: 'cancelled', error: 'the download was cancelled' });
    await vi.waitFor(() => expect(mute.openConnections).toBe(0));
  });
});
