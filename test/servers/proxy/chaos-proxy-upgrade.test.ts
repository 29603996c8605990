import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startProxy } from '../../../servers/lab/start-proxy.ts';
import { startServer } from '../../helpers/raw/http-server.ts';
import { rawAnswer } from '../../helpers/raw/raw-answer.ts';
import { rawClient } from '../../helpers/raw/raw-client.ts';
import { startRawTarget, urlOfNobody } from '../../helpers/raw/raw-target.ts';

const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
const WEB_SOCKET = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13';
const HANDSHAKE = `GET /chat?room=1 HTTP/1.1\r\nHost: localhost\r\n${WEB_SOCKET}\r\nSec-WebSocket-Key: ${KEY}\r\n\r\n`;

/** A server that grants every upgrade and sends back what it gets, in capitals. */
async function startEcho() {
  const upgrades: IncomingMessage[] = [];
  const sockets: Socket[] = [];
  const server = createServer().on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    upgrades.push(request);
    sockets.push(socket);
    const accept = createHash('sha1').update(`${KEY}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    const lines = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade'];
    socket.write(`${[...lines, `Sec-WebSocket-Accept: ${accept}`].join('\r\n')}\r\n\r\n`);
    socket.unshift(head);
    socket.on('data', (chunk) => socket.write(chunk.toString('latin1').toUpperCase(), 'latin1'));
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const stop = () => {
    for (const socket of sockets) socket.destroy();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { url, upgrades, sockets, [Symbol.asyncDispose]: stop };
}

describe('a WebSocket', () => {
  it('is passed on with its headers, and then byte for byte, both ways', async () => {
    await using echo = await startEcho();
    await using proxy = await startProxy({ target: echo.url });
    const client = rawClient(proxy.port, HANDSHAKE);
    expect(await client.until('\r\n\r\n')).toMatch(/^HTTP\/1\.1 101 Switching Protocols\r\n/);
    client.socket.write('hello');
    expect(await client.until('HELLO')).toContain('ec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
    const { url, headers } = echo.upgrades[0]!;
    expect(url).toBe('/chat?room=1');
    expect(headers).toMatchObject({
      host: new URL(echo.url).host,
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-key': KEY,
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': 'localhost',
      'x-forwarded-proto': 'http',
    });
    client.socket.destroy();
    await expect
      .poll(() => proxy.records())
      .toMatchObject([{ key: 'GET /chat', status: 101, ending: 'sent', bytes: 'HELLO'.length }]);
  });

  it('loses nothing that its client sends ahead, before it is granted', async () => {
    await using echo = await startEcho();
    await using proxy = await startProxy({ target: echo.url, faults: ['delay=fixed:50ms'] });
    const client = rawClient(proxy.port, `${HANDSHAKE}first `);
    client.socket.write('second ');
    const text = await client.until('FIRST SECOND ');
    expect(text).toMatch(/^x-lab-fault: delay\r$/im);
    client.socket.destroy();
  });

  it('that the target refuses is answered as any other request', async () => {
    await using target = await startServer(
      () => (_request, response) => response.writeHead(401, { 'X-Why': 'no' }).end('who?'),
    );
    await using proxy = await startProxy({ target: target.origin });
    const { text, ending } = await rawAnswer(proxy.port, HANDSHAKE);
    expect(text).toMatch(/^HTTP\/1\.1 401 Unauthorized\r\nX-Why: no\r\n/);
    expect(text).toContain('who?');
    expect(ending).toBe('end');
    await expect.poll(() => proxy.records()).toMatchObject([{ status: 401, ending: 'sent', bytes: 4 }]);
  });

  it('whose refusal breaks off at the target does not keep its client waiting', async () => {
    await using target = await startRawTarget((socket) =>
      socket.end('HTTP/1.1 401 Unauthorized\r\nContent-Length: 9\r\n\r\nhalf'),
    );
    await using proxy = await startProxy({ target: target.url });
    expect((await rawAnswer(proxy.port, HANDSHAKE)).text).toMatch(/Content-Length: 9\r\n.*half$/s);
    await expect.poll(() => proxy.records()).toMatchObject([{ status: 401, ending: 'reset' }]);
  });

  it('to a target that is down is answered with 502', async () => {
    await using proxy = await startProxy({ target: await urlOfNobody() });
    const { text, ending } = await rawAnswer(proxy.port, HANDSHAKE);
    expect(text).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n.*ECONNREFUSED/s);
    expect(ending).toBe('end');
  });

  it('still passes on what the target says once its client has closed its half', async () => {
    await using target = await startRawTarget((socket, received) => {
      if (!received.endsWith('\r\n\r\n')) return;
      socket.allowHalfOpen = true;
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
      socket.once('end', () => setImmediate(() => socket.end('said after the end')));
    });
    await using proxy = await startProxy({ target: target.url });
    const client = rawClient(proxy.port, HANDSHAKE);
    client.socket.allowHalfOpen = true;
    await client.until('\r\n\r\n');
    client.socket.end();
    await client.until('said after the end');
    await expect.poll(() => target.closed).toBe(1);
    await expect.poll(() => client.socket.closed).toBe(true);
  });

  it.each([
    ['no fault', []],
    ['a delay', ['delay=300ms']],
  ])('whose client closes its half with the handshake gets all that the target says: %s', async (_, faults) => {
    await using target = await startRawTarget((socket, received) => {
      if (!received.endsWith('\r\n\r\n')) return;
      socket.allowHalfOpen = true;
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\ngreeting ');
      socket.once('end', () => socket.end('and data'));
    });
    await using proxy = await startProxy({ target: target.url, faults });
    const client = rawClient(proxy.port, '');
    client.socket.allowHalfOpen = true;
    client.socket.end(`${HANDSHAKE}said ahead`);
    expect(await client.until('greeting and data')).toMatch(/^HTTP\/1\.1 101 /);
    await expect.poll(() => client.socket.closed).toBe(true);
    expect(target.received[0]).toMatch(/said ahead$/);
    await expect.poll(() => proxy.records()).toMatchObject([{ status: 101, ending: 'sent', bytes: 17 }]);
  });

  it('ends at the target when its client leaves', async () => {
    await using echo = await startEcho();
    await using proxy = await startProxy({ target: echo.url });
    const client = rawClient(proxy.port, HANDSHAKE);
    await client.until('\r\n\r\n');
    client.socket.resetAndDestroy();
    await expect.poll(() => echo.sockets[0]!.readableEnded).toBe(true);
    await expect.poll(() => proxy.records()).toMatchObject([{ status: 101, ending: 'client-gone' }]);
  });

  it('that is not granted yet ends at the target when its client leaves', async () => {
    await using target = await startRawTarget();
    await using proxy = await startProxy({ target: target.url });
    const client = rawClient(proxy.port, HANDSHAKE);
    await expect.poll(() => target.received[0]).toMatch(/\r\n\r\n$/);
    client.socket.destroy();
    await expect.poll(() => target.closed).toBe(1);
    await expect.poll(() => proxy.records()).toMatchObject([{ status: undefined, ending: 'client-gone' }]);
  });

  it('breaks when the target breaks off', async () => {
    await using echo = await startEcho();
    await using proxy = await startProxy({ target: echo.url });
    const client = rawClient(proxy.port, HANDSHAKE);
    await client.until('\r\n\r\n');
    echo.sockets[0]!.resetAndDestroy();
    expect(await client.ending).toBe('ECONNRESET');
    await expect.poll(() => proxy.records()).toMatchObject([{ status: 101, ending: 'reset' }]);
  });

  it('is broken off when the proxy has waited for it long enough', async () => {
    await using echo = await startEcho();
    const proxy = await startProxy({ target: echo.url });
    const client = rawClient(proxy.port, HANDSHAKE);
    await client.until('\r\n\r\n');
    await proxy.close(10);
    expect(await client.text).toMatch(/^HTTP\/1\.1 101 /);
  });
});

describe('an upgrade that does not wait for its turn', () => {
  it.each([
    ['a WebSocket', HANDSHAKE],
    ['a tunnel', 'CONNECT a:1 HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ])('to %s ends the connection, and all that was asked on it', async (_, upgrade) => {
    await using target = await startRawTarget();
    await using proxy = await startProxy({ target: target.url });
    const get = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';
    expect(await rawAnswer(proxy.port, get + get + upgrade)).toMatchObject({ text: '' });
    await expect.poll(() => proxy.records()).toMatchObject(Array(2).fill({ ending: 'client-gone' }));
    await expect.poll(() => target.received.length - target.closed).toBe(0);
  });
});

describe('the faults of a WebSocket', () => {
  it('answer its handshake with a status, in place of the target', async () => {
    await using echo = await startEcho();
    await using proxy = await startProxy({ target: echo.url, faults: ['status=503,retry-after=2s'] });
    const { text, ending } = await rawAnswer(proxy.port, HANDSHAKE);
    expect(text).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\n/);
    expect(text).toContain('Retry-After: 2\r\n');
    expect(ending).toBe('end');
    expect(echo.upgrades).toEqual([]);
  });

  it('reset its connection', async () => {
    await using echo = await startEcho();
    await using proxy = await startProxy({ target: echo.url, faults: ['reset,at=connect'] });
    expect(await rawAnswer(proxy.port, HANDSHAKE)).toMatchObject({ text: '', ending: 'ECONNRESET' });
    expect(echo.upgrades).toEqual([]);
  });

  it('reset its connection even while the target closes it', async () => {
    const granted = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n';
    await using target = await startRawTarget((socket) => socket.end(granted));
    await using proxy = await startProxy({ target: target.url, faults: ['reset,at=headers'] });
    const answers = await Promise.all(Array.from({ length: 20 }, () => rawAnswer(proxy.port, HANDSHAKE)));
    for (const { text } of answers) expect(text).not.toContain('\r\n\r\n');
    await expect.poll(async () => (await proxy.counts()).inFlight).toBe(0);
  });

  it('pace what comes back', async () => {
    await using echo = await startEcho();
    await using proxy = await startProxy({ target: echo.url, faults: ['throttle=1KB/s'] });
    const client = rawClient(proxy.port, HANDSHAKE);
    await client.until('\r\n\r\n');
    const before = performance.now();
    client.socket.write('x'.repeat(200));
    await client.until('X'.repeat(200));
    expect(performance.now() - before).toBeGreaterThan(100);
    client.socket.destroy();
  });

  it('let go of it as soon as its client leaves', async () => {
    await using echo = await startEcho();
    await using proxy = await startProxy({ target: echo.url, faults: ['delay=fixed:1h'] });
    const client = rawClient(proxy.port, HANDSHAKE);
    await expect.poll(async () => (await proxy.counts()).inFlight).toBe(1);
    client.socket.destroy();
    await expect.poll(() => proxy.records()).toMatchObject([{ ending: 'client-gone' }]);
    expect(echo.upgrades).toEqual([]);
  });
});

describe('an upgrade to anything else', () => {
  it.each([
    [
      'to HTTP/2',
      'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close, Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n',
    ],
    [
      'with a body',
      `GET / HTTP/1.1\r\nHost: localhost\r\n${WEB_SOCKET.replace('Upgrade\r', 'close, Upgrade\r')}\r\nContent-Length: 2\r\n\r\nhi`,
    ],
    [
      'by POST',
      `POST / HTTP/1.1\r\nHost: localhost\r\n${WEB_SOCKET.replace('Upgrade\r', 'close, Upgrade\r')}\r\nContent-Length: 0\r\n\r\n`,
    ],
  ])('%s is a request like any other', async (_, request) => {
    await using target = await startServer(
      () => (asked, response) => void asked.resume().on('end', () => response.end(JSON.stringify(asked.headers))),
    );
    await using proxy = await startProxy({ target: target.origin });
    const { text } = await rawAnswer(proxy.port, request);
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(text).not.toMatch(/"(upgrade|http2-settings)"/);
  });
});
