import { describe, expect, it } from 'vitest';
import { startProxy } from '../../../servers/lab/start-proxy.ts';
import { launchBrowser } from '../../helpers/bench/browser.ts';
import { startServer } from '../../helpers/raw/http-server.ts';

const SHOP = 'http://shop.example';
const OTHER = 'http://other.example';

const PREFLIGHT = { method: 'OPTIONS', headers: { Origin: SHOP, 'Access-Control-Request-Method': 'PUT' } };

/** A target that lets pages of one origin see its answers. */
const allowing = (allowed: string) =>
  startServer(() => (_, response) => {
    response.setHeader('Access-Control-Allow-Origin', allowed).setHeader('Access-Control-Expose-Headers', 'X-Id');
    response.setHeader('Vary', 'Accept').end('here');
  });

/** Status and CORS headers of what a page of an origin gets. */
async function ask(url: string, origin: string, init: RequestInit = {}) {
  const { status, headers } = await fetch(url, { ...init, headers: { Origin: origin, ...init.headers } });
  const of = (name: string) => headers.get(name);
  const allowed = [of('access-control-allow-origin'), of('access-control-allow-credentials')];
  return [status, ...allowed, of('access-control-expose-headers'), of('vary')];
}

describe('an injected answer', () => {
  it('lets pages see it where the last answer of the target to their origin would', async () => {
    await using target = await allowing(SHOP);
    await using proxy = await startProxy({ target: target.origin, faults: ['status=503,every=2'] });
    const none = [null, null, null];
    expect(await ask(proxy.url, SHOP)).toEqual([200, SHOP, null, 'X-Id', 'Accept']);
    expect(await ask(proxy.url, SHOP)).toEqual([503, SHOP, null, 'X-Id', 'Origin']);
    expect(await ask(`${proxy.url}/a`, OTHER)).toEqual([200, SHOP, null, 'X-Id', 'Accept']);
    expect(await ask(`${proxy.url}/a`, SHOP)).toEqual([503, SHOP, null, 'X-Id', 'Origin']);
    await proxy.setFaults(['status=503']);
    expect(await ask(proxy.url, 'http://third.example')).toEqual([503, ...none, null]);
  });

  it('is seen by all where the target says so to one, and by none any more once it says nothing', async () => {
    await using target = await startServer(() => (request, response) => {
      if (request.url === '/open') response.setHeader('Access-Control-Allow-Origin', '*');
      response.end();
    });
    await using proxy = await startProxy({ target: target.origin, faults: ['rate=0.01/s,path=/limited'] });
    await ask(`${proxy.url}/limited`, SHOP);
    expect(await ask(`${proxy.url}/limited`, OTHER)).toEqual([429, null, null, null, null]);
    await ask(`${proxy.url}/open`, SHOP);
    expect(await ask(`${proxy.url}/limited`, OTHER)).toEqual([429, '*', null, null, null]);
    await ask(`${proxy.url}/closed`, OTHER);
    expect(await ask(`${proxy.url}/limited`, OTHER)).toEqual([429, null, null, null, null]);
  });

  it('is seen by a page of any origin where that is asked for, and so is that the target is gone', async () => {
    await using proxy = await startProxy({ target: 'http://127.0.0.1:1', faults: ['status=503,path=/no'], cors: true });
    const exposed = 'Retry-After, Server-Timing, X-Lab-Fault';
    expect(await ask(`${proxy.url}/no`, SHOP)).toEqual([503, SHOP, 'true', exposed, 'Origin']);
    expect(await ask(`${proxy.url}/gone`, SHOP)).toEqual([502, SHOP, 'true', exposed, 'Origin']);
    expect(await (await fetch(`${proxy.url}/no`)).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('says once who may see it, where a header of its own says that too', async () => {
    const faults = ['status=503,answer-header="access-control-allow-origin: *"'];
    await using proxy = await startProxy({ target: 'http://127.0.0.1:1', faults, cors: true });
    expect((await ask(`${proxy.url}/no`, SHOP))[1]).toBe('*');
  });

  it('is an answer to the script of another origin in a browser, and no network error', async () => {
    await using target = await startServer(() => ({ headers }, response) => {
      if (headers.origin !== undefined) response.setHeader('Access-Control-Allow-Origin', headers.origin);
      response.setHeader('Content-Type', 'text/html').end('here');
    });
    await using proxy = await startProxy({ target: target.origin, faults: ['status=503,path=/pay,every=2'] });
    await using browser = await launchBrowser();
    const page = await browser.newPage();
    await page.goto(target.origin);
    const read = (url: string) => page.evaluate(async (asked) => (await fetch(asked)).status, url);
    expect([await read(`${proxy.url}/pay`), await read(`${proxy.url}/pay`)]).toEqual([200, 503]);
  });
});

describe('a preflight', () => {
  it('meets no fault', async () => {
    await using target = await allowing(SHOP);
    await using proxy = await startProxy({ target: target.origin, faults: ['status=503', 'rate=0.01/s'] });
    expect((await fetch(proxy.url, PREFLIGHT)).status).toBe(200);
    expect((await fetch(proxy.url, PREFLIGHT)).status).toBe(200);
    expect((await fetch(proxy.url, { method: 'OPTIONS' })).status).toBe(503);
  });

  it('meets those that are for its method', async () => {
    await using target = await allowing(SHOP);
    await using proxy = await startProxy({ target: target.origin, faults: ['status=503,method=OPTIONS'] });
    expect((await fetch(proxy.url, PREFLIGHT)).status).toBe(503);
    expect((await fetch(proxy.url)).status).toBe(200);
  });
});
