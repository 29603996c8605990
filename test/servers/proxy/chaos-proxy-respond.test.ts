import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { RespondOrPass } from '../../../servers/answers/answer.ts';
import { type ProxyOptions, startProxy } from '../../../servers/lab/start-proxy.ts';

/** A target that says what it was asked, and a proxy that answers some of it itself. */
async function started(respond: RespondOrPass, options: Partial<ProxyOptions> = {}) {
  const asked: string[] = [];
  const target = createServer((request: IncomingMessage, response: ServerResponse) => {
    void text(request).then((body) => {
      asked.push(`${request.method} ${request.url} ${body}`);
      response.setHeader('Access-Control-Allow-Origin', '*').end(`target: ${body}`);
    });
  });
  await once(target.listen(0, '127.0.0.1'), 'listening');
  const { port } = target.address() as AddressInfo;
  const proxy = await startProxy({ target: `http://127.0.0.1:${port}`, respond, ...options });
  return {
    url: proxy.url,
    port: proxy.port,
    proxy,
    asked,
    async [Symbol.asyncDispose]() {
      await proxy.close();
      target.closeAllConnections();
      await once(target.close(), 'close');
    },
  };
}

const post = (body: string) => ({ method: 'POST', body });

describe('a proxy that responds', () => {
  it('answers in the place of its target, and passes on what it has no answer for, with its body', async () => {
    const respond: RespondOrPass = async ({ url }) =>
      url.endsWith('/own') ? { status: 202, json: { from: 'proxy' } } : undefined;
    await using lab = await started(respond);
    const own = await fetch(`${lab.url}/own`, post('kept here'));
    expect([own.status, await own.json()]).toEqual([202, { from: 'proxy' }]);
    expect(await (await fetch(`${lab.url}/other`, post('coins'))).text()).toBe('target: coins');
    expect(lab.asked).toEqual(['POST /other coins']);
    expect(await lab.proxy.records()).toMatchObject([
      { key: 'POST /own', status: 202, bytes: 16, ending: 'sent' },
      { key: 'POST /other', status: 200, bytes: 13, ending: 'sent' },
    ]);
  });

  it('passes on a body that comes in chunks and is larger than any buffer', async () => {
    await using lab = await started(() => undefined);
    const body = 'x'.repeat(3_000_000);
    const stream = new Blob([body]).stream();
    const options = { method: 'PUT', body: stream, duplex: 'half' } as RequestInit;
    expect(await (await fetch(`${lab.url}/large`, options)).text()).toBe(`target: ${body}`);
  });

  it('reads the body of what it answers, and asks for it where the client waits to be asked', async () => {
    await using lab = await started(async (request) => ({ body: `proxy: ${await request.text()}` }));
    expect(await (await fetch(lab.url, post('coins'))).text()).toBe('proxy: coins');
    const socket = connect(lab.port, 'localhost');
    socket.write(
      'POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 5\r\nConnection: close\r\n\r\n',
    );
    const [first] = (await once(socket, 'data')) as [Buffer];
    expect(String(first)).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    socket.write('coins');
    expect(await text(socket)).toContain('proxy: coins');
  });

  it('meets the fate of its request first, whoever answers', async () => {
    await using lab = await started(({ url }) => (url.endsWith('/own') ? { body: 'own' } : undefined), {
      faults: ['status=503,first=1'],
    });
    const ask = async (path: string) => (await fetch(lab.url + path)).status;
    expect([await ask('/own'), await ask('/own'), await ask('/other'), await ask('/other')]).toEqual([
      503, 200, 503, 200,
    ]);
    expect(lab.asked).toHaveLength(1);
  });

  it.each<[string, RespondOrPass, string]>([
    ['throws', () => Promise.reject(new Error('no idea')), 'respond failed: no idea'],
    ['returns no answer', () => 7 as never, 'respond failed: Expected an answer'],
    [
      'has read the body of what it passes on',
      async (request) => void (await request.text()),
      'respond failed: it has read the body, and so cannot pass the request on',
    ],
  ])('says so where its function %s', async (_, respond, message) => {
    await using lab = await started(respond);
    const response = await fetch(lab.url, post('coins'));
    expect([response.status, await response.text()]).toEqual([500, expect.stringContaining(message)]);
    expect(lab.asked).toEqual([]);
  });

  it('has no request left to pass on when the client left meanwhile', async () => {
    const { promise: answer, resolve } = Promise.withResolvers<undefined>();
    const { promise: came, resolve: arrive } = Promise.withResolvers<void>();
    await using lab = await started(() => {
      arrive();
      return answer;
    });
    const leaving = new AbortController();
    const left = fetch(lab.url, { signal: leaving.signal });
    await came;
    leaving.abort();
    await expect(left).rejects.toThrow('aborted');
    await expect.poll(async () => (await lab.proxy.records())[0]?.ending).toBe('client-gone');
    resolve(undefined);
    expect(await (await fetch(`${lab.url}/next`)).text()).toBe('target: ');
    expect(lab.asked).toEqual(['GET /next ']);
  });

  it('is refused what is no function', async () => {
    const options = { target: 'http://localhost:1', respond: { status: 200 } } as never;
    await expect(startProxy(options)).rejects.toThrow(
      new TypeError('Expected `respond` to be a function, which gets each request, got { status: 200 }'),
    );
  });
});
