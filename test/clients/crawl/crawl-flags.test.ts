import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { tally } from '../../../clients/download/tally.ts';
import { strategy } from '../../../clients/strategies.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { readFlagsData } from '../../../lib/flags/flags-data.ts';
import { startLab } from '../../../servers/lab/start-lab.ts';
import { CODES, crawlSeed, FAILS } from '../../helpers/bench/crawl-seed.ts';
import { collect } from '../../helpers/collect.ts';
import { hang, json, startServer } from '../../helpers/raw/http-server.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

describe.each(['sequential', 'async'])('a crawl by %s', (name) => {
  const m = name === 'sequential' ? 1 : 3;
  const crawled = (baseUrl: string, more: object = {}) =>
    collect(strategy(name).download(CODES, { baseUrl, m, crawl: true, ...more }));

  it('begins at the list, which leads to metadata, which leads to images, and asks for each address once', async () => {
    await using lab = await startLab({ LOCAL: {} });
    await using folder = await temporaryFolder();
    const outcomes = await crawled(`${lab.url('LOCAL')}/flags`, { outDir: folder.path });
    expect(outcomes[0]).toMatchObject({ code: '/flags/', kind: 'ok', requests: 1 });
    expect(tally(outcomes, 7).kinds.ok).toBe(7);
    const keys = (await lab.records('LOCAL')).map(({ key }) => key);
    expect(keys[0]).toBe('GET /flags/');
    expect(keys.toSorted()).toEqual(outcomes.map(({ code }) => `GET ${code}`).sort());
    for (const cc of ['br', 'fr', 'in']) {
      const image = keys.indexOf(`GET /flags/${cc}/${cc}.gif`);
      expect(image).toBeGreaterThan(keys.indexOf(`GET /flags/${cc}/metadata.json`));
    }
    expect(await readFile(join(folder.path, 'BR.gif'))).toEqual(readFlagsData('br/br.gif'));
  });

  it('finds nothing behind a list that fails, and has an error for each address that it never found', async () => {
    await using lab = await startLab({ ERROR: { faults: [FAILS] } }, { seed: crawlSeed('ERROR', '/flags/') });
    const outcomes = await crawled(`${lab.url('ERROR')}/flags`);
    expect(outcomes[0]).toMatchObject({ code: '/flags/', kind: 'httpError', status: 418 });
    const { kinds, reasons, requests } = tally(outcomes, 7);
    expect(kinds).toMatchObject({ ok: 0, httpError: 1, networkError: 6 });
    expect(reasons).toEqual({ 'status 418': 1, 'never found': 6 });
    expect(requests).toBe(1);
  });

  it('never finds the image behind metadata that fails, and says so of that one alone', async () => {
    const seed = crawlSeed('ERROR', '/flags/br/metadata.json');
    await using lab = await startLab({ ERROR: { faults: [FAILS] } }, { seed });
    const outcomes = await crawled(`${lab.url('ERROR')}/flags`);
    expect(tally(outcomes, 7).kinds).toMatchObject({ ok: 5, httpError: 1, networkError: 1 });
    expect(outcomes.find(({ code }) => code === '/flags/br/br.gif')).toMatchObject({
      requests: 0,
      reason: 'never found',
      error: expect.stringContaining('never found, since it is behind /flags/br/metadata.json: GET http'),
    });
  });

  it('asks again for a page that fails, and goes on from there', async () => {
    await using lab = await startLab({ ERROR: { faults: ['status=503,first=1'] } });
    const outcomes = await crawled(`${lab.url('ERROR')}/flags`, { retries: 1, timeScale: 0.001 });
    expect(outcomes.map(({ kind, requests }) => `${kind} ${requests}`)).toEqual(Array(7).fill('ok 2'));
  });

  it.each([
    ['is no JSON', { list: 'no list' }, 'not the JSON of a list of countries'],
    ['has a country without metadata', { list: [{ code: 'BR' }] }, 'a list with a country without code or metadata'],
    [
      'leads to another server',
      { list: [{ code: 'BR', metadata: 'http://example.org/br.json' }] },
      'a link to another server',
    ],
  ])('calls a list a network error that %s', async (_what, { list }, reason) => {
    await using server = await startServer({ '/flags/': json(list) });
    const [first, ...others] = await crawled(server.baseUrl);
    expect(first).toMatchObject({ code: '/flags/', kind: 'networkError', reason });
    expect(others).toHaveLength(6);
    expect(server.requests).toHaveLength(1);
  });

  it('does not find what the list does not lead to', async () => {
    await using lab = await startLab({ LOCAL: {} });
    const options = { baseUrl: `${lab.url('LOCAL')}/flags`, crawl: true };
    const outcomes = await collect(strategy(name).download(['BR', 'ZZ'], options));
    expect(
      outcomes.filter(({ kind }) => kind === 'notFound').map(({ code, requests }) => `${code} ${requests}`),
    ).toEqual(['/flags/zz/metadata.json 0', '/flags/zz/zz.gif 0']);
    expect(tally(outcomes, 5).kinds.ok).toBe(3);
  });

  it('has an outcome for each address when it is cancelled, and leaves nothing in flight', async () => {
    const listed = CODES.map((code) => ({ code, metadata: `${code.toLowerCase()}/metadata.json` }));
    const hanging = CODES.map((code) => [`/flags/${code.toLowerCase()}/metadata.json`, hang]);
    await using server = await startServer({ '/flags/': json(listed), ...Object.fromEntries(hanging) });
    const controller = new AbortController();
    const outcomes = [];
    const options = { m, crawl: true, timeoutMs: 60_000, signal: controller.signal };
    for await (const outcome of strategy(name).download(CODES, { ...options, baseUrl: server.baseUrl })) {
      outcomes.push(outcome);
      if (outcome.code === '/flags/') setImmediate(() => controller.abort());
    }
    const { kinds } = tally(outcomes, 7);
    expect(kinds).toMatchObject({ ok: 1, cancelled: 6 });
    await vi.waitFor(() => expect(server.inFlight).toBe(0));
  });
});

describe('a crawl', () => {
  const options = { baseUrl: 'http://localhost:1/flags', crawl: true };

  it.each(['workers', 'hybrid', 'adaptive', 'paced'])('is nothing for %s', (name) => {
    expect(() => strategy(name).prepare(CODES, options)).toThrow(
      new UsageError(`${name} cannot crawl, for it must know its items beforehand: choose sequential or async`),
    );
  });

  it.each([
    [CODES, { names: true }, 'a crawl cannot be combined with names'],
    [CODES, { cpu: { rounds: 1, on: 'loop' as const } }, 'a crawl cannot be combined with CPU work'],
    [['BR', 'br'], {}, 'a crawl visits each address once: give each code once'],
  ])('of %j refuses %j', (codes, more, message) => {
    expect(() => strategy('async').prepare(codes, { ...options, ...more })).toThrow(new UsageError(message));
  });
});
