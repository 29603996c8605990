import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { fate } from '../../../../servers/faults/decide-fate.ts';
import { parseProfile } from '../../../../servers/faults/profile.ts';
import { type Lab, startLab } from '../../../../servers/lab/start-lab.ts';

const LABEL = 'MOJIFINDER-WEB';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab({ [LABEL]: {} });
  await vi.waitFor(async () => expect((await ask('/search?q=sun')).status).toBe(200), { timeout: 20_000 });
});
afterAll(() => lab.close(0));
beforeEach(async () => {
  await lab.setFaults(LABEL, []);
  await lab.reset();
});

const ask = (path: string, init?: RequestInit) => fetch(lab.url(LABEL) + path, init);

describe('the finder on the web', () => {
  it('answers characters and their names, and how many there are', async () => {
    const response = await ask('/search?q=Cat+face');
    expect(response.headers.get('x-total-count')).toBe('10');
    expect(response.headers.get('link')).toBeNull();
    const found = (await response.json()) as unknown[];
    expect(found).toHaveLength(10);
    expect(found[6]).toEqual({ char: '😽', name: 'KISSING CAT FACE WITH CLOSED EYES' });
  });

  it('gives pages of at most 200, each with the address of the next, to the last', async () => {
    const names: string[] = [];
    let address: string | undefined = '/search?q=digit';
    while (address !== undefined) {
      const response: Response = await ask(address);
      const found = (await response.json()) as { name: string }[];
      expect(found.length).toBeLessThanOrEqual(200);
      names.push(...found.map(({ name }) => name));
      address = /^<(.+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1];
    }
    expect(names).toHaveLength(988);
    expect(new Set(names).size).toBe(988);
    expect(((await (await ask('/search?q=cjk&start=10&stop=5000')).json()) as unknown[]).length).toBe(200);
  });

  it('keeps the pages of a run by path in it', async () => {
    const link = (await ask('/run/red/search?q=cjk&stop=2')).headers.get('link');
    expect(link).toBe('</run/red/search?q=CJK&start=2&stop=4>; rel="next"');
    expect(await (await ask('/run/red/')).text()).toContain('<base href="/run/red/">');
    expect((await lab.records(LABEL)).map(({ run }) => run)).toEqual(['red']);
  });

  it.each([
    ['/search', 'q: is missing.'],
    ['/search?q=a&start=-1', 'start: must be at least 0.'],
    ['/search?q=a&start=99999999999999999999', 'start: must be at most 1114111.'],
    ['/search?q=a&start=0x10', 'start: must be a number.'],
    ['/search?q=cat%1b', 'q: a query has no control characters.'],
    ['/search?q=a&start=1.5', 'start: must be a whole number.'],
    ['/search?q=a&stop=99999999', 'stop: must be at most 1114111.'],
    ['/search?q=cat&q=face', 'q: is given twice.'],
    ['/search?q=a&start=5&stop=4', 'stop: must be at least start, which is 5.'],
  ])('answers %s with 422 and what is wrong', async (path, detail) => {
    const response = await ask(path);
    expect(response.status).toBe(422);
    expect(await response.json()).toEqual({ status: 422, error: 'Unprocessable Content', detail });
  });

  it.each(['', '+', 'cat%0Aface+%FF', 'nothing+is+called+so'])('finds nothing for q=%s', async (q) => {
    const response = await ask(`/search?q=${q}`);
    expect([response.status, await response.json()]).toEqual([200, []]);
  });

  it('refuses a query of ten thousand words, and other methods', async () => {
    expect((await ask(`/search?q=${'cat+'.repeat(1000)}`)).status).toBe(414);
    // Node's own limit of what comes before a body.
    expect((await ask(`/search?q=${'cat+'.repeat(10_000)}`)).status).toBe(431);
    expect((await ask('/search?q=cat', { method: 'POST' })).status).toBe(405);
  });

  it('answers HEAD as GET, without the body', async () => {
    const response = await ask('/search?q=fire', { method: 'HEAD' });
    expect(response.headers.get('x-total-count')).toBe('11');
    expect((await lab.records(LABEL))[0]).toMatchObject({ key: 'GET /search?q=FIRE&start=0&stop=200', bytes: 0 });
  });

  it('describes itself as OpenAPI 3.1 and on a page', async () => {
    const document = JSON.parse(await (await ask('/openapi.json')).text());
    expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Flag Lab Mojifinder' } });
    const { parameters, responses } = document.paths['/search'].get;
    const named = parameters.map(({ name, required }: { name: string; required: boolean }) => [name, required]);
    expect(named).toEqual([
      ['q', true],
      ['start', false],
      ['stop', false],
    ]);
    expect(Object.keys(responses['200'].headers)).toEqual(['X-Total-Count', 'Link']);
    expect(await (await ask('/docs')).text()).toContain('GET /search');
    expect(await lab.records(LABEL)).toEqual([]);
  });

  it('answers 503 with Retry-After until its index is built', async () => {
    await using fresh = await startLab({ [LABEL]: {} });
    const first = await fetch(`${fresh.url(LABEL)}/search?q=sun`);
    expect([first.status, first.headers.get('retry-after')]).toEqual([503, '1']);
    const status = async () => (await fetch(`${fresh.url(LABEL)}/search?q=sun`)).status;
    await expect.poll(status, { timeout: 20_000 }).toBe(200);
  });
});

describe('faults of the finder on the web', () => {
  it('are those of each search: its words in upper case and its page', async () => {
    const faults = ['delay=uniform:1ms..20ms'];
    await lab.setFaults(LABEL, faults);
    for (const query of ['q=cat+face', 'q=CAT%20Face&start=0&stop=200', 'q=cat+face&start=5'])
      await ask(`/search?${query}`);
    const records = await lab.records(LABEL);
    expect(records.map(({ key, attempt }) => [key, attempt])).toEqual([
      ['GET /search?q=CAT+FACE&start=0&stop=200', 1],
      ['GET /search?q=CAT+FACE&start=0&stop=200', 2],
      ['GET /search?q=CAT+FACE&start=5&stop=205', 1],
    ]);
    for (const { key, attempt, injectedMs } of records) {
      expect(injectedMs).toBe(fate(parseProfile(faults), { seed: 42, label: LABEL, key, attempt }).delayMs);
    }
  });

  it('are all that there are: statuses, limits, a pace, a cut', async () => {
    await lab.setFaults(LABEL, ['status=418']);
    expect((await ask('/search?q=sun')).status).toBe(418);
    await lab.setFaults(LABEL, ['truncate']);
    await expect(ask('/search?q=sun').then((response) => response.text())).rejects.toThrow();
    await lab.setFaults(LABEL, ['throttle=10KB/s']);
    expect(await (await ask('/search?q=sun')).json()).toHaveLength(17);
    const [teapot, cut, paced] = await lab.records(LABEL);
    expect([teapot!.status, cut!.ending, paced!.ending]).toEqual([418, 'reset', 'sent']);
    expect(paced!.injectedMs).toBeCloseTo((paced!.bytes / 10_240) * 1000, 0);
  });
});
