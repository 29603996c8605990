import { once } from 'node:events';
import { Agent, get, request as httpRequest, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { startProxy } from '../../../servers/lab/start-proxy.ts';
import { CERTIFICATE, CERTIFICATE_KEY } from '../../helpers/raw/certificate.ts';
import { type Answer, startServer, status, TestServer } from '../../helpers/raw/http-server.ts';
import { getAndClose, rawAnswer } from '../../helpers/raw/raw-answer.ts';
import { always, startRawTarget, urlOfNobody } from '../../helpers/raw/raw-target.ts';

/** Says what it was asked for. */
const mirror: Answer = async (request, response) => {
  const body = await text(request);
  const { method, url, rawHeaders, rawTrailers } = request;
  response.end(JSON.stringify({ method, url, rawHeaders, rawTrailers, body }));
};

interface Mirrored {
  readonly method: string;
  readonly url: string;
  readonly rawHeaders: string[];
  readonly rawTrailers: string[];
  readonly body: string;
}

/** Sends raw bytes that end with `Connection: close`, and reads the JSON that a mirror sends back. */
async function mirrored(port: number, bytes: string): Promise<Mirrored> {
  const { text } = await rawAnswer(port, bytes);
  const body = text.slice(text.indexOf('\r\n\r\n') + 4);
  return JSON.parse(body.slice(body.indexOf('{'), body.lastIndexOf('}') + 1));
}

/** The values that a header has. */
function valuesOf(rawHeaders: readonly string[], name: string): string[] {
  return rawHeaders.filter((_, i) => i % 2 === 1 && rawHeaders[i - 1]!.toLowerCase() === name);
}

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

describe('a request', () => {
  it.each(['/', '/?', '/a/../b', '//a//b/', '/%2e%2e/%00?x=%0a', '/a?b?c&d=/../', '/a;b=c?q#fragment', '/back\\slash'])(
    'for %s reaches the target with that very path',
    async (path) => {
      await using target = await startServer(() => mirror);
      await using proxy = await startProxy({ target: target.origin });
      expect((await mirrored(proxy.port, getAndClose(path))).url).toBe(path);
    },
  );

  it('has the path of the target before its own', async () => {
    await using target = await startServer(() => mirror);
    await using proxy = await startProxy({ target: `${target.origin}/api/v1/` });
    expect((await mirrored(proxy.port, getAndClose('/users?id=1'))).url).toBe('/api/v1/users?id=1');
    expect((await proxy.records())[0]?.key).toBe('GET /users');
  });

  it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'])(
    'of method %s brings its body along, with a length or in chunks',
    async (method) => {
      await using target = await startServer(() => mirror);
      await using proxy = await startProxy({ target: target.origin });
      const head = `${method} /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n`;
      const sized = await mirrored(proxy.port, `${head}Content-Length: 5\r\n\r\nhello`);
      const chunked = await mirrored(proxy.port, `${head}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`);
      expect([sized, chunked]).toMatchObject(Array(2).fill({ method, url: '/x', body: 'hello' }));
    },
  );

  it('keeps its end-to-end headers, repeated ones and odd names too', async () => {
    await using target = await startServer(() => mirror);
    await using proxy = await startProxy({ target: target.origin });
    const headers = ['X-One: 1', 'x-ONE: 2', 'constructor: c', 'hasOwnProperty: h', 'Cookie: a=1', 'X-Empty: '];
    const sent = `GET / HTTP/1.1\r\nHost: localhost\r\n${headers.join('\r\n')}\r\nConnection: close\r\n\r\n`;
    const { rawHeaders } = await mirrored(proxy.port, sent);
    expect(valuesOf(rawHeaders, 'x-one')).toEqual(['1', '2']);
    for (const [name, value] of [
      ['constructor', 'c'],
      ['hasownproperty', 'h'],
      ['cookie', 'a=1'],
      ['x-empty', ''],
    ]) {
      expect(valuesOf(rawHeaders, name!)).toEqual([value]);
    }
  });

  it('leaves its hop-by-hop headers behind, with those that Connection names', async () => {
    await using target = await startServer(() => mirror);
    await using proxy = await startProxy({ target: target.origin });
    const hop =
      'Keep-Alive: timeout=9\r\nTE: gzip\r\nUpgrade: h2c\r\nProxy-Connection: x\r\nX-Gone: 1\r\nProxy-Authorization: s';
    const sent = `GET / HTTP/1.1\r\nHost: localhost\r\n${hop}\r\nConnection: close, x-gone, Upgrade\r\n\r\n`;
    const { rawHeaders } = await mirrored(proxy.port, sent);
    for (const name of ['keep-alive', 'te', 'upgrade', 'proxy-connection', 'x-gone', 'proxy-authorization']) {
      expect(valuesOf(rawHeaders, name), name).toEqual([]);
    }
    expect(valuesOf(rawHeaders, 'connection')).toEqual(['keep-alive']);
  });

  it('cannot have its length or its Host taken away by a Connection header', async () => {
    await using target = await startServer(() => mirror);
    await using proxy = await startProxy({ target: target.origin });
    const sent =
      'DELETE / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nConnection: close, content-length, host\r\n\r\nhello';
    const { body, rawHeaders } = await mirrored(proxy.port, sent);
    expect({ body, lengths: valuesOf(rawHeaders, 'content-length') }).toEqual({ body: 'hello', lengths: ['5'] });
    expect(valuesOf(rawHeaders, 'host')).toEqual([new URL(target.origin).host]);
  });

  it('names the target in Host, or with keepHost what the client asked for', async () => {
    await using target = await startServer(() => mirror);
    const options = { target: target.origin, allowHosts: ['shop.example'] };
    await using changing = await startProxy(options);
    await using keeping = await startProxy({ ...options, keepHost: true });
    const sent = 'GET / HTTP/1.1\r\nHost: shop.example:81\r\nConnection: close\r\n\r\n';
    expect(valuesOf((await mirrored(changing.port, sent)).rawHeaders, 'host')).toEqual([new URL(target.origin).host]);
    expect(valuesOf((await mirrored(keeping.port, sent)).rawHeaders, 'host')).toEqual(['shop.example:81']);
  });

  it('says in X-Forwarded-* whom it comes from, after what was there', async () => {
    await using target = await startServer(() => mirror);
    await using proxy = await startProxy({ target: target.origin });
    const plain = await mirrored(proxy.port, getAndClose('/').replace('localhost', '[::1]:81'));
    const forwarded = (rawHeaders: string[]) =>
      ['for', 'host', 'port', 'proto'].map((name) => valuesOf(rawHeaders, `x-forwarded-${name}`).join('|'));
    expect(forwarded(plain.rawHeaders)).toEqual(['127.0.0.1', '[::1]:81', String(proxy.port), 'http']);
    const before = 'X-Forwarded-For: 9.9.9.9\r\nX-Forwarded-Host: a.example\r\nX-Forwarded-Proto: https\r\n\r\n';
    const again = await mirrored(proxy.port, getAndClose('/').replace(/\r\n$/, before));
    const port = String(proxy.port);
    expect(forwarded(again.rawHeaders)).toEqual(['9.9.9.9, 127.0.0.1', 'a.example', port, 'https, http']);
  });

  it('in absolute form goes to the target all the same', async () => {
    await using target = await startServer(() => mirror);
    await using proxy = await startProxy({ target: target.origin });
    const { url } = await mirrored(proxy.port, getAndClose('http://elsewhere.example:81/a?b'));
    expect(url).toBe('/a?b');
    expect((await proxy.records())[0]?.key).toBe('GET /a');
  });

  it('brings its trailers along', async () => {
    await using target = await startServer(() => mirror);
    await using proxy = await startProxy({ target: target.origin });
    const head =
      'POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\nConnection: close\r\n\r\n';
    const { rawHeaders, rawTrailers } = await mirrored(
      proxy.port,
      `${head}2\r\nhi\r\n0\r\nX-Sum: 7\r\nX-Sum: 8\r\n\r\n`,
    );
    expect(rawTrailers).toEqual(['X-Sum', '7', 'X-Sum', '8']);
    expect(valuesOf(rawHeaders, 'trailer')).toEqual(['X-Sum']);
  });
});

describe('an answer', () => {
  it('keeps status, reason, end-to-end headers and body', async () => {
    const answer =
      'HTTP/1.1 299 Fine Too\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nX-Name: v\r\nDate: then\r\nContent-Length: 2\r\n\r\nok';
    await using target = await startRawTarget(always(answer));
    await using proxy = await startProxy({ target: target.url });
    const { text } = await rawAnswer(proxy.port, getAndClose('/'));
    expect(text).toMatch(/^HTTP\/1\.1 299 Fine Too\r\n/);
    expect(text).toContain('Set-Cookie: a=1\r\nSet-Cookie: b=2\r\nX-Name: v\r\nDate: then\r\nContent-Length: 2\r\n');
    expect(text).toMatch(/\r\n\r\nok$/);
  });

  it('leaves its hop-by-hop headers behind', async () => {
    const answer =
      'HTTP/1.1 200 OK\r\nConnection: close, X-Gone\r\nKeep-Alive: timeout=1\r\nX-Gone: 1\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n';
    await using target = await startRawTarget(always(answer));
    await using proxy = await startProxy({ target: target.url });
    const { headers } = await fetch(proxy.url);
    expect(Object.fromEntries(headers)).toMatchObject({ connection: 'keep-alive', 'keep-alive': 'timeout=65' });
    for (const name of ['x-gone', 'proxy-authenticate']) expect(headers.has(name)).toBe(false);
  });

  it.each([
    [
      'to HEAD has the headers and no body',
      'HEAD',
      'HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n',
      'Content-Length: 1234',
    ],
    ['to HEAD may have no length', 'HEAD', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', ''],
    ['204 has no body', 'GET', 'HTTP/1.1 204 No Content\r\nX-A: 1\r\n\r\n', 'X-A: 1'],
    [
      '304 has no body, whatever its length says',
      'GET',
      'HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n',
      'Content-Length: 99',
    ],
  ])('%s, and the connection goes on', async (_, method, answer, header) => {
    await using target = await startRawTarget(always(answer));
    await using proxy = await startProxy({ target: target.url });
    const first = `${method} / HTTP/1.1\r\nHost: localhost\r\n\r\n`;
    const { text } = await rawAnswer(proxy.port, first + first.replace('Host', 'Connection: close\r\nHost'));
    const answers = text.split(/(?=HTTP\/1\.1 )/);
    expect(answers).toHaveLength(2);
    for (const one of answers) {
      expect(one).toContain(header);
      expect(one).not.toMatch(/transfer-encoding/i);
      expect(one.endsWith('\r\n\r\n')).toBe(true);
    }
  });

  it("that ends with the target's connection comes whole, in chunks", async () => {
    await using target = await startRawTarget((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nuntil the end'));
    await using proxy = await startProxy({ target: target.url });
    const response = await fetch(proxy.url);
    expect(response.headers.get('transfer-encoding')).toBe('chunked');
    expect(await response.text()).toBe('until the end');
  });

  it('to an HTTP/1.0 client has no chunks', async () => {
    await using target = await startServer(() => (_request, response) => {
      response.write('a');
      response.end('b');
    });
    await using proxy = await startProxy({ target: target.origin });
    const { text, ending } = await rawAnswer(proxy.port, 'GET / HTTP/1.0\r\n\r\n');
    expect(ending).toBe('end');
    expect(text).not.toMatch(/transfer-encoding/i);
    expect(text).toMatch(/\r\n\r\nab$/);
  });

  it('brings its trailers along', async () => {
    const answer =
      'HTTP/1.1 200 OK\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 7\r\n\r\n';
    await using target = await startRawTarget(always(answer));
    await using proxy = await startProxy({ target: target.url });
    const { text } = await rawAnswer(proxy.port, getAndClose('/'));
    expect(text).toContain('Trailer: X-Sum\r\n');
    expect(text).toMatch(/\r\n2\r\nok\r\n0\r\nX-Sum: 7\r\n\r\n$/);
  });

  it.each([
    ['GET', 'HTTP/1.1 204 No Content\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n'],
    ['HEAD', 'HTTP/1.1 200 OK\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n'],
  ])('to %s without a body announces no trailers', async (method, answer) => {
    await using target = await startRawTarget(always(answer));
    await using proxy = await startProxy({ target: target.url, faults: ['delay=fixed:1ms'] });
    const { text } = await rawAnswer(proxy.port, getAndClose('/').replace('GET', method));
    expect(text).toMatch(/^HTTP\/1\.1 20[04] /);
    expect(text).not.toMatch(/^trailer/im);
  });

  it('may be announced by early hints', async () => {
    const hints = 'HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n';
    await using target = await startRawTarget(always(hints + OK));
    await using proxy = await startProxy({ target: target.url });
    expect((await rawAnswer(proxy.port, getAndClose('/'))).text).toMatch(
      /^HTTP\/1\.1 103 Early Hints\r\nLink: <\/a.css>; rel=preload\r\n\r\nHTTP\/1\.1 200 OK\r\n/,
    );
    expect((await rawAnswer(proxy.port, 'GET / HTTP/1.0\r\n\r\n')).text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  });
});

describe('connections', () => {
  it('are kept open on both sides', async () => {
    await using target = await startServer();
    await using proxy = await startProxy({ target: target.origin });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (let i = 0; i < 5; i++) {
      const [response] = (await once(get(proxy.url, { agent }), 'response')) as [IncomingMessage];
      await text(response);
    }
    agent.destroy();
    expect(new Set((await proxy.records()).map(({ connection }) => connection)).size).toBe(1);
    expect(target.connections).toBe(1);
  });

  it('to the target outlive those of the clients', async () => {
    await using target = await startServer();
    await using proxy = await startProxy({ target: target.origin });
    for (let i = 0; i < 3; i++) await rawAnswer(proxy.port, getAndClose('/'));
    expect(target.connections).toBe(1);
  });

  it('of clients outlive those to the target', async () => {
    await using target = await startRawTarget((socket) =>
      socket.end(OK.replace('Content', 'Connection: close\r\nContent')),
    );
    await using proxy = await startProxy({ target: target.url });
    const again = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';
    const { text } = await rawAnswer(proxy.port, again + again + getAndClose('/'));
    expect(text.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(3);
    expect(target.received).toHaveLength(3);
  });

  it('that the target has closed meanwhile are replaced: a GET is sent again', async () => {
    await using target = await startRawTarget((socket, received, connection) => {
      if (connection === 1 && received.includes('/second')) socket.resetAndDestroy();
      else socket.write(OK);
    });
    await using proxy = await startProxy({ target: target.url });
    expect((await fetch(`${proxy.url}/first`)).status).toBe(200);
    expect((await fetch(`${proxy.url}/second`)).status).toBe(200);
    expect(target.received.map((bytes) => bytes.match(/^GET \S+/gm))).toEqual([
      ['GET /first', 'GET /second'],
      ['GET /second'],
    ]);
  });

  it('that the target breaks off amid a POST fail it, for it may have been done', async () => {
    await using target = await startRawTarget((socket, received) => {
      if (received.includes('POST')) socket.resetAndDestroy();
      else socket.write(OK);
    });
    await using proxy = await startProxy({ target: target.url });
    expect((await fetch(`${proxy.url}/first`)).status).toBe(200);
    expect((await fetch(`${proxy.url}/second`, { method: 'POST', body: 'x' })).status).toBe(502);
    expect(target.received).toHaveLength(2);
  });

  it('to the target are new for what cannot be sent again, since it may just have closed a kept one', async () => {
    await using target = await new TestServer(() => status(200)).listen();
    await using proxy = await startProxy({ target: target.origin });
    const ask = async (method: string, body?: string) => {
      const response = await fetch(proxy.url, { method, ...(body !== undefined && { body }) });
      return [response.status, target.connections];
    };
    expect([await ask('GET'), await ask('GET'), await ask('DELETE')]).toEqual(Array(3).fill([200, 1]));
    expect([await ask('POST'), await ask('POST', 'coins'), await ask('PUT', 'coins')]).toEqual([
      [200, 2],
      [200, 3],
      [200, 4],
    ]);
    expect(await ask('GET')).toEqual([200, 4]);
    expect(target.requests.map(({ headers }) => headers.connection)).toEqual(Array(7).fill('keep-alive'));
  });
});

describe('Expect: 100-continue', () => {
  const head = 'POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n';

  /** Sends the body when, and only when, it has been asked for. */
  async function send(port: number): Promise<string[]> {
    const { host } = new URL(`http://127.0.0.1:${port}`);
    const seen: string[] = [];
    const request = httpRequest(`http://${host}/`, {
      method: 'POST',
      headers: { Expect: '100-continue', 'Content-Length': 5 },
    });
    request.on('continue', () => {
      seen.push('continue');
      request.end('hello');
    });
    request.flushHeaders();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    seen.push(String(response.statusCode), response.headers.connection ?? '', await text(response));
    request.destroy();
    return seen;
  }

  it('is for the target to decide: it asks for the body', async () => {
    await using target = await startRawTarget((socket, received) => {
      if (received.endsWith('\r\n\r\n')) socket.write('HTTP/1.1 100 Continue\r\n\r\n');
      if (received.endsWith('hello')) socket.write(OK);
    });
    await using proxy = await startProxy({ target: target.url });
    expect(await send(proxy.port)).toEqual(['continue', '200', 'keep-alive', 'ok']);
    expect(target.received[0]).toMatch(/^expect: 100-continue\r$/im);
  });

  it('is for the target to decide: it wants no body, and the connection ends', async () => {
    await using target = await startRawTarget(always('HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno'));
    await using proxy = await startProxy({ target: target.url });
    expect(await send(proxy.port)).toEqual(['413', 'close', 'no']);
  });

  it('is answered by a fault without asking for the body', async () => {
    await using target = await startRawTarget();
    await using proxy = await startProxy({ target: target.url, faults: ['status=503'] });
    expect((await send(proxy.port)).slice(0, 2)).toEqual(['503', 'close']);
    expect(target.received).toEqual([]);
  });

  it('leaves the bytes of the answer to the faults of the body', async () => {
    await using target = await startRawTarget((socket, received) => {
      const answer = `HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n${'x'.repeat(100)}`;
      if (received.endsWith('hello')) socket.write(`HTTP/1.1 100 Continue\r\n\r\n${answer}`);
    });
    await using proxy = await startProxy({ target: target.url, faults: ['truncate'] });
    const { text } = await rawAnswer(proxy.port, `${head}hello`);
    expect(text).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/);
    expect(text).toMatch(/\r\n\r\nx{50}$/);
  });
});

describe('a target that gives no answer', () => {
  it('because it is down is answered with 502, in JSON, and recorded', async () => {
    await using proxy = await startProxy({ target: await urlOfNobody() });
    const response = await fetch(`${proxy.url}/x`, { method: 'POST', body: 'x'.repeat(100_000) });
    expect(response.status).toBe(502);
    expect(response.headers.get('x-lab-fault')).toBeNull();
    expect(response.headers.get('proxy-status')).toBe('flaglab; details="connection refused"');
    const body = await response.text();
    expect(JSON.parse(body)).toEqual({
      status: 502,
      error: 'Bad Gateway',
      detail: expect.stringContaining('ECONNREFUSED'),
    });
    expect(await proxy.records()).toMatchObject([{ key: 'POST /x', status: 502, ending: 'sent', bytes: body.length }]);
  });

  it('leaves the connection of a client whose body it did not read as it was', async () => {
    await using proxy = await startProxy({ target: await urlOfNobody() });
    const post = `POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 300000\r\n\r\n${'x'.repeat(300_000)}`;
    const { text } = await rawAnswer(proxy.port, post + post + getAndClose('/'));
    expect(text.match(/HTTP\/1\.1 502 Bad Gateway/g)).toHaveLength(3);
  });

  it.each([
    ['closes the connection', (socket) => socket.end()],
    ['resets the connection', (socket) => socket.resetAndDestroy()],
    ['does not speak HTTP', (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n')],
    ['sends a status that is none', (socket) => socket.end('HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n')],
    [
      'switches protocols unasked',
      (socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
    ],
  ] satisfies [string, Parameters<typeof startRawTarget>[0]][])(
    'because it %s is answered with 502',
    async (_, behave) => {
      await using target = await startRawTarget(behave);
      await using proxy = await startProxy({ target: target.url });
      const { status, headers } = await fetch(proxy.url);
      expect({ status, type: headers.get('content-type') }).toEqual({ status: 502, type: 'application/json' });
      expect((await fetch(proxy.url, { method: 'HEAD' })).status).toBe(502);
    },
  );
});

describe('an https target', () => {
  const tls = { cert: CERTIFICATE, key: CERTIFICATE_KEY };

  it('whose certificate cannot be verified is not asked', async () => {
    await using target = await new TestServer(() => status(200), tls).listen();
    await using proxy = await startProxy({ target: target.origin });
    const response = await fetch(proxy.url);
    expect(response.status).toBe(502);
    expect(await response.text()).toContain('self-signed certificate');
    expect(target.requests).toEqual([]);
  });

  it('is asked all the same with insecure, by its own name and over kept connections', async () => {
    const names: unknown[] = [];
    await using target = await new TestServer(
      () => (request, response) => {
        names.push((request.socket as { servername?: unknown }).servername);
        response.end(request.headers.host);
      },
      tls,
    ).listen();
    await using proxy = await startProxy({ target: target.origin, insecure: true, keepHost: true, allowHosts: ['*'] });
    for (let i = 0; i < 3; i++) {
      expect((await rawAnswer(proxy.port, getAndClose('/').replace('localhost', 'shop.example'))).text).toMatch(
        /\r\n\r\n(c\r\n)?shop\.example/,
      );
    }
    expect(names).toEqual(Array(3).fill('localhost'));
    expect(target.connections).toBe(1);
  });
});

describe('the address of a target', () => {
  it.each(['localhost:3000', 'ftp://localhost', 'http://user:secret@localhost', 'http://localhost/?q=1', 'nonsense'])(
    'cannot be %s',
    async (target) => {
      await expect(startProxy({ target })).rejects.toMatchObject({ code: 'LAB_USAGE' });
    },
  );

  it('cannot be that of the proxy itself', async () => {
    await using taken = await startProxy({ target: 'http://localhost:1' });
    const { port } = taken;
    await expect(startProxy({ target: `http://localhost:${port}`, port })).rejects.toThrow(/proxy itself/);
  });
});
