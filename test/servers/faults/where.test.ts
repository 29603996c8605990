import { describe, expect, it } from 'vitest';
import { draw } from '../../../lib/chance/draw.ts';
import { matchesGlob } from '../../../servers/faults/contract/glob.ts';
import { fate } from '../../../servers/faults/decide-fate.ts';
import { parseProfile } from '../../../servers/faults/profile.ts';
import { withServer } from '../../helpers/with-server.ts';

const BR = '/flags/br/br.gif';
const FR = '/flags/fr/fr.gif';

/** What a server with one fault of 503 answers to these requests, one after another. */
async function statuses(fault: string, requests: readonly (readonly [path: string, init?: RequestInit])[]) {
  return withServer({ faults: [fault] }, async ({ url }) => {
    const answered: number[] = [];
    for (const [path, init] of requests) answered.push((await fetch(url + path, init)).status);
    return answered;
  });
}

describe('a fault', () => {
  it('may be for some paths only, whatever the query', async () => {
    expect(await statuses('status=503,path=/flags/b*', [[BR], [`${BR}?a=1`], [FR]])).toEqual([503, 503, 200]);
  });

  it.each([
    ['/a b*', '/a%20b/1'],
    ['/a%20b*', '/a%20b/1'],
    ['/café/*', '/caf%C3%A9/1'],
    ['/caf%c3%a9/*', '/caf%C3%A9/1'],
    ['/caf%C3%A9/*', '/caf%c3%a9/1'],
  ])('means by the path %s what is sent as %s', async (path, sent) => {
    expect(await statuses(`status=503,path="${path}"`, [[sent]])).toEqual([503]);
  });

  it('may be for one method only, with HEAD as GET', async () => {
    const requests = [[BR], [BR, { method: 'HEAD' }], [BR, { method: 'POST' }]] as const;
    expect(await statuses('status=503,method=get', requests)).toEqual([503, 503, 405]);
    expect(await statuses('status=503,method=POST', requests)).toEqual([200, 200, 503]);
  });

  it('may be for requests with a header only, whatever the case of its name', async () => {
    const of = (tenant: string) => [BR, { headers: { 'X-Tenant': tenant } }] as const;
    const requests = [of('acme'), of('acme-2'), of('other'), [BR]] as const;
    expect(await statuses('status=503,if-header=x-Tenant:acme*', requests)).toEqual([503, 503, 200, 200]);
  });

  it('may be for some attempts of a key only, however many others come between', async () => {
    const requests = [BR, FR, BR, BR, FR, BR, BR, BR].map((path) => [path] as const);
    const [ok, no] = [200, 503];
    expect(await statuses('status=503,first=2', requests)).toEqual([no, no, no, ok, no, ok, ok, ok]);
    expect(await statuses('status=503,every=2', requests)).toEqual([ok, ok, no, ok, no, no, ok, no]);
    expect(await statuses('status=503,every=2,first=3', requests)).toEqual([ok, ok, no, ok, no, ok, ok, ok]);
  });

  it('applies where all that is given holds', async () => {
    const requests = [[BR], [FR], [BR], [BR, { method: 'POST' }]] as const;
    expect(await statuses('status=503,path=/flags/br/*,method=GET,first=1', requests)).toEqual([503, 200, 200, 405]);
  });

  it('limits only the requests that it is for', async () => {
    const requests = [[BR], [FR], [BR], [FR]] as const;
    expect(await statuses('rate=0.01/s,path=/flags/br/*', requests)).toEqual([200, 200, 429, 200]);
    const full = 'capacity=1,service=1h,queue=0,shed-after=0ms,path=/flags/br/*';
    await withServer({ faults: [full] }, async ({ url, records }) => {
      const away = new AbortController();
      const held = fetch(url + BR, { signal: away.signal }).catch(() => {});
      await expect.poll(async () => (await records()).length).toBe(1);
      expect((await fetch(url + BR)).status).toBe(503);
      expect((await fetch(url + FR)).status).toBe(200);
      away.abort();
      await held;
    });
  });

  it('draws what it draws whichever other faults apply', () => {
    const request = { seed: 42, label: 'ERROR', key: `GET ${BR}`, attempt: 1 };
    const uniform = 'delay=uniform:0s..1s';
    const second = draw({ ...request, fault: 'delay#2' }, 0) * 1000;
    const only = fate(parseProfile([`${uniform},path=/elsewhere`, uniform]), request);
    expect(only).toMatchObject({ delayMs: second, faults: ['delay'] });
    const both = fate(parseProfile([`${uniform},path=/flags/*`, uniform]), request);
    expect(both.delayMs).toBe(draw({ ...request, fault: 'delay' }, 0) * 1000 + second);
  });

  it('keeps apart what each capacity does that a request passes', () => {
    const request = { seed: 42, label: 'API', key: 'GET /b', attempt: 1 };
    const profile = parseProfile([
      'capacity=1,service=1s,path=/a',
      'capacity=2,service=2s,path=/b,shed-after=5ms',
      'capacity=3,service=4s',
    ]);
    expect(fate(profile, request)).toMatchObject({
      serviceMs: 6000,
      capacities: [undefined, { serviceMs: 2000, shedAfterMs: 5 }, { serviceMs: 4000, shedAfterMs: 10 }],
    });
  });
});

describe('a glob', () => {
  it.each([
    ['/a', '/a', true],
    ['/a', '/a/', false],
    ['*', '', true],
    ['/a/*', '/a/b/c', true],
    ['/a/*', '/a', false],
    ['*/c', '/a/b/c', true],
    ['/a*b*c', '/a-b-b-c', true],
    ['/a*b*c', '/ac', false],
    ['/ab*ba', '/aba', false],
    ['/a.*', '/ab', false],
    ['**', '/a', true],
  ])('%j on %j: %j', (glob, text, expected) => {
    expect(matchesGlob(glob, text)).toBe(expected);
  });
});
