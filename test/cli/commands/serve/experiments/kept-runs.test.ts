import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../../../helpers/bench/browser.ts';
import { type Experimenting, experimenting } from '../../../../helpers/bench/experimenting.ts';
import { keepRun } from '../../../../helpers/bench/keep-run.ts';
import { simulatedRun } from '../../../../helpers/bench/simulated-run.ts';

const RACE = [
  { server: 'DELAY', strategy: 'sequential', m: 1 },
  { server: 'DELAY', strategy: 'async', m: 20 },
];
const SWEEP = [1, 4, 16].map((m) => ({ server: 'LIMITED', strategy: 'async', m }));

let lab: Experimenting;

beforeAll(async () => {
  lab = await experimenting(['LOCAL']);
  await keepRun(lab.results, 1, simulatedRun({ noiseSeed: 1, cells: RACE }));
  await keepRun(lab.results, 2, simulatedRun({ noiseSeed: 2, cells: SWEEP }));
  const rate = simulatedRun({ noiseSeed: 3, cells: [{ server: 'LOCAL', strategy: 'open', m: 20 }], repetitions: 1 });
  const open = { kind: 'open', name: 'open', ratePerSecond: 50, durationMs: 800, arrivals: 'constant' } as const;
  await keepRun(lab.results, 3, { ...rate, result: { ...rate.result, clients: [open] } });
  const damaged = await keepRun(lab.results, 4, simulatedRun({ noiseSeed: 4, cells: RACE }));
  await writeFile(join(damaged, 'summary.json'), '{');
});

afterAll(() => lab[Symbol.asyncDispose]());

describe('the history', () => {
  it('lists runs, newest first, with kind and answer, a damaged one among them', async () => {
    const { status, body } = await lab.call('GET', '/api/history');
    expect(status).toBe(200);
    expect(body).toMatchObject([
      { id: 'run-4', damage: expect.stringMatching(/^damaged: /) },
      { id: 'run-3', kind: 'rate' },
      { id: 'run-2', kind: 'sweep', cellsDone: 9, cellsPlanned: 9 },
      { id: 'run-1', kind: 'race', headline: expect.stringMatching(/async had the highest goodput/) },
    ]);
  });

  it('gives the result of one as it is kept', async () => {
    const { status, body } = await lab.call('GET', '/api/history/run-1');
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: 'run-1', cells: expect.any(Array) });
  });

  it.each([
    ['/api/history/nowhere', 404, 'there is no run "nowhere": /api/history lists them'],
    ['/api/history/last', 404, 'there is no run "last": /api/history lists them'],
    ['/api/history/..%2F..%2Fetc', 404, 'there is no run "../../etc": /api/history lists them'],
    ['/reports/nowhere', 404, 'there is no run "nowhere": /api/history lists them'],
    ['/reports/run-4', 500, expect.stringContaining('summary.json is damaged: it is not well-formed JSON')],
  ])('says of %s that it is not to be had', async (path, status, detail) => {
    expect(await lab.call('GET', path)).toMatchObject({ status, body: { status, detail } });
  });
});

describe('a report', () => {
  it('is a page that draws its charts by the policy which it comes with, and asks no network for anything', async () => {
    const address = `${lab.lab.urls.CONTROL}/reports/run-2`;
    const policy = (await fetch(address)).headers.get('content-security-policy');
    expect(policy).toMatch(/^default-src 'none'; .*frame-ancestors 'none'; sandbox allow-scripts$/);
    await using browser = await launchBrowser();
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      if (request.url() !== address && !request.url().startsWith('data:')) complaints.push(request.url());
    });
    await page.goto(address);
    await page.locator('#run').waitFor();
    expect(await page.locator('svg').count()).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
    expect(await page.evaluate(() => fetch('/api/servers').catch(() => 'kept out'))).toBe('kept out');
  });
});
