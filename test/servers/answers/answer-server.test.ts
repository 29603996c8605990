import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { startLab } from '../../../servers/lab/start-lab.ts';

describe('a server that responds', () => {
  it('answers any method and path with what a function returns, which gets the request', async () => {
    await using lab = await startLab({
      PAYMENTS: {
        respond: async (request) => ({
          status: 201,
          headers: { 'X-Method': request.method },
          json: {
            path: new URL(request.url).pathname,
            body: await request.text(),
            tenant: request.headers.get('x-tenant'),
          },
        }),
      },
    });
    const options = { method: 'POST', body: 'two coins', headers: { 'X-Tenant': 'acme' } };
    const response = await fetch(`${lab.url('PAYMENTS')}/v1/pay?now`, options);
    expect([response.status, response.headers.get('x-method')]).toEqual([201, 'POST']);
    expect(await response.json()).toEqual({ path: '/v1/pay', body: 'two coins', tenant: 'acme' });
    expect(await lab.records('PAYMENTS')).toMatchObject([{ key: 'POST /v1/pay', status: 201, ending: 'sent' }]);
  });

  it('gets the path as it was sent, however many slashes it begins with', async () => {
    await using lab = await startLab({ ECHO: { respond: ({ url }) => ({ json: { url } }) } });
    const url = lab.url('ECHO');
    for (const path of ['//evil/x', '///', '//[', '//user:pw@h:99999/x']) {
      const response = await fetch(url + path);
      expect([path, response.status, await response.json()]).toEqual([path, 200, { url: url + path }]);
    }
  });

  it('answers with the same each time, in a thread too', async () => {
    const plans = { FIXED: { respond: { json: [1, 2] } }, TEXT: { respond: { status: 404, body: 'no' } } };
    await using lab = await startLab(plans, { threads: true });
    for (let i = 0; i < 2; i++) expect(await (await fetch(`${lab.url('FIXED')}/any/path`)).json()).toEqual([1, 2]);
    const missing = await fetch(lab.url('TEXT'));
    expect([missing.status, await missing.text()]).toEqual([404, 'no']);
  });

  it('streams a Response, with all its cookies, and counts its bytes', async () => {
    await using lab = await startLab({
      STREAM: {
        respond: () => {
          const body = new ReadableStream({
            start(controller) {
              for (const part of ['a', 'bc']) controller.enqueue(new TextEncoder().encode(part));
              controller.close();
            },
          });
          const headers = new Headers([
            ['Set-Cookie', 'a=1'],
            ['Set-Cookie', 'b=2'],
          ]);
          return new Response(body, { status: 202, headers });
        },
      },
    });
    const response = await fetch(lab.url('STREAM'));
    expect([response.status, response.headers.getSetCookie(), await response.text()]).toEqual([
      202,
      ['a=1', 'b=2'],
      'abc',
    ]);
    expect(await lab.records('STREAM')).toMatchObject([{ status: 202, bytes: 3 }]);
  });

  it('streams a body that pauses many times, and leaves no listener behind at each', async () => {
    const block = new Uint8Array(256 * 1024);
    const warnings: string[] = [];
    const onWarning = ({ name }: Error) => void warnings.push(name);
    process.on('warning', onWarning);
    await using lab = await startLab({
      LARGE: { respond: () => new Response(ReadableStream.from(Array(100).fill(block))) },
    });
    const response = await fetch(lab.url('LARGE'));
    expect((await response.arrayBuffer()).byteLength).toBe(100 * block.length);
    expect(await lab.records('LARGE')).toMatchObject([{ ending: 'sent', bytes: 100 * block.length }]);
    process.off('warning', onWarning);
    expect(warnings).toEqual([]);
  });

  it.each([
    ['a body in chunks', {}],
    ['a body with a length', { headers: { 'Content-Length': '100' } }],
  ])('whose stream fails amid %s breaks the answer off, which is nothing that the client did', async (_, init) => {
    const half = new Uint8Array(50);
    const failing = async function* () {
      yield half;
      throw new Error('the disk is gone');
    };
    await using lab = await startLab({ API: { respond: () => new Response(ReadableStream.from(failing()), init) } });
    const response = await fetch(lab.url('API'));
    expect(response.status).toBe(200);
    await expect(response.arrayBuffer()).rejects.toThrow('terminated');
    expect(await lab.verdict('API')).toMatchObject({
      failed: 1,
      clientGone: 0,
      answers: { statuses: {}, reset: 1, givenUp: 0 },
    });
    expect(await lab.records('API')).toMatchObject([{ status: 200, ending: 'reset', bytes: 50 }]);
  });

  it('says with 500 that a Response has been read before', async () => {
    const used = async () => {
      const response = new Response('once');
      await response.text();
      return response;
    };
    await using lab = await startLab({ USED: { respond: used } });
    const response = await fetch(lab.url('USED'));
    expect([response.status, ((await response.json()) as { detail: string }).detail]).toEqual([
      500,
      'respond failed: Expected a Response whose body nobody has read, got one that is used up: make one for each request',
    ]);
    expect(await lab.verdict('USED')).toMatchObject({ clientGone: 0, answers: { statuses: { 500: 1 } } });
  });

  it('takes faults, schedules and runs as any server does', async () => {
    await using lab = await startLab({
      API: { faults: ['status=503,first=1', 'truncate@0%'], respond: { body: 'ok' } },
    });
    const ask = async () => (await fetch(`${lab.url('API')}/x`)).status;
    expect([await ask(), await ask()]).toEqual([503, 200]);
    await lab.reset();
    expect(await ask()).toBe(503);
    expect(await lab.verdict('API')).toMatchObject({ requests: 1, keys: 1 });
  });

  it('has no faults of a preset whose label it takes', async () => {
    await using lab = await startLab({ ERROR: { respond: { body: 'fine' } } });
    expect(await (await fetch(lab.url('ERROR'))).text()).toBe('fine');
  });

  it('answers HEAD without a body', async () => {
    await using lab = await startLab({ API: { respond: { body: 'hello' } } });
    const response = await fetch(lab.url('API'), { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  it('says with 500 why it cannot respond', async () => {
    await using lab = await startLab({
      BROKEN: {
        respond: () => {
          throw new TypeError('no such account');
        },
      },
      NONSENSE: { respond: () => ({ status: 99 }) },
      UNKNOWN: { respond: () => ({ jsn: {} }) as object },
      NOTHING: { respond: () => undefined as never },
    });
    const response = await fetch(lab.url('BROKEN'));
    expect([response.status, await response.json()]).toEqual([
      500,
      { status: 500, error: 'Internal Server Error', detail: 'respond failed: no such account' },
    ]);
    const why = async (label: string) => ((await (await fetch(lab.url(label))).json()) as { detail: string }).detail;
    expect(await why('NONSENSE')).toContain('Expected `status` to be a whole number from 200 to 599, got 99');
    expect(await why('UNKNOWN')).toContain('an answer has no option "jsn": did you mean "json"?');
    expect(await why('NOTHING')).toContain(
      'Expected an answer to be a Response or { status, headers, json, body }, got undefined',
    );
  });

  it.each([
    ['that is no answer', { API: { respond: 5 as never } }, 'Expected an answer to be'],
    ['with what no answer has', { API: { respond: { jsn: {} } as object } }, 'did you mean "json"?'],
    ['with two bodies', { API: { respond: { json: {}, body: 'x' } } }, 'Expected one of `json` and `body`, got both'],
    ['with a body that its status has not', { API: { respond: { status: 204, json: {} } } }, 'beside the status 204'],
    [
      'by faults that are no list',
      { API: { faults: 'status=503' as never } },
      "faults are a list, such as ['status=503@50%']",
    ],
    [
      'by a plan that is none',
      { API: null as never },
      "Expected what startLab's API is given to be an object, got null",
    ],
  ])('is refused at the start %s', async (_, plans, message) => {
    await expect(startLab(plans)).rejects.toThrow(message);
  });

  it.each([
    ['in a thread', { API: { respond: () => ({}) } }, { threads: true }, "API's respond is a function"],
    ['for a server of its own kind', { NAMES: { respond: {} } }, {}, 'NAMES is a server of its own kind'],
  ])('cannot be %s', async (_, plans, options, message) => {
    await expect(startLab(plans, options)).rejects.toThrow(message);
  });
});

describe('an answer that is handed on', () => {
  it('can be read, however what fetch got was encoded and framed', async () => {
    const upstream = createServer((request, response) => {
      const zipped = gzipSync('hello');
      const isChunked = request.url === '/chunked';
      response.writeHead(200, { 'Content-Encoding': 'gzip', ...(!isChunked && { 'Content-Length': zipped.length }) });
      response.end(zipped);
    });
    await once(upstream.listen(0, '127.0.0.1'), 'listening');
    const { port } = upstream.address() as AddressInfo;
    await using lab = await startLab({
      RELAY: { respond: ({ url }) => fetch(`http://127.0.0.1:${port}${new URL(url).pathname}`) },
    });
    for (const path of ['/', '/chunked']) {
      const response = await fetch(lab.url('RELAY') + path);
      expect([await response.text(), response.headers.get('content-encoding')]).toEqual(['hello', null]);
    }
    await once(upstream.close(), 'close');
  });

  it('is framed by the server alone', async () => {
    const headers = { 'Transfer-Encoding': 'chunked' };
    await using lab = await startLab({ FRAMED: { respond: { headers, body: 'abc' } } });
    const response = await fetch(lab.url('FRAMED'));
    expect([await response.text(), response.headers.get('content-length')]).toEqual(['abc', '3']);
  });

  it.each([
    [{ 'Set-Cookie': ['a=1', 'b=2'] }, "got [ 'a=1', 'b=2' ] for Set-Cookie: a Response can have one more than once"],
    [{ 'X-None': undefined }, 'got undefined for X-None'],
  ])('has a text for each header: %j', async (headers, message) => {
    const respond = { headers } as never;
    await expect(startLab({ ODD: { respond } })).rejects.toThrow(message);
  });
});

describe('what writes do', () => {
  it('is not known of answers of one’s own, so no duplicates are counted, not even none', async () => {
    await using lab = await startLab({ PAY: { faults: ['reset,at=headers,first=1'], respond: { status: 201 } } });
    const pay = () => fetch(`${lab.url('PAY')}/v1/pay`, { method: 'POST', body: 'coins' });
    await expect(pay()).rejects.toThrow('fetch failed');
    expect((await pay()).status).toBe(201);
    const { requests, duplicateWrites } = await lab.verdict('PAY');
    expect([requests, duplicateWrites]).toEqual([2, undefined]);
  });
});

describe('the request of a client that leaves', () => {
  it('is aborted', async () => {
    const { promise: aborted, resolve } = Promise.withResolvers<void>();
    const { promise: came, resolve: arrive } = Promise.withResolvers<void>();
    await using lab = await startLab({
      SLOW: {
        respond: async ({ signal }) => {
          arrive();
          await once(signal, 'abort');
          resolve();
          return {};
        },
      },
    });
    const leaving = new AbortController();
    const left = fetch(lab.url('SLOW'), { signal: leaving.signal });
    await came;
    leaving.abort();
    await expect(left).rejects.toThrow('aborted');
    await aborted;
  });
});
