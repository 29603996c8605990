import { once } from 'node:events';
import { get, request as httpRequest, type IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describe, expect, it } from 'vitest';
import { startProxy } from '../../../servers/lab/start-proxy.ts';
import { type Answer, startServer } from '../../helpers/raw/http-server.ts';
import { getAndClose, rawAnswer } from '../../helpers/raw/raw-answer.ts';
import { rawClient } from '../../helpers/raw/raw-client.ts';
import { startRawTarget } from '../../helpers/raw/raw-target.ts';

const MB = 2 ** 20;
const BLOCK = Buffer.alloc(64 * 1024, 'block');

/** More than all buffers on the way hold together, kernel's included. */
const MANY_BYTES = 256 * MB;

/** What buffers on the way may hold. */
const FEW_BYTES = 32 * MB;

/** Blocks without end, or so many bytes of them. */
function* blocks(bytes: number): Generator<Buffer> {
  for (let sent = 0; sent < bytes; sent += BLOCK.length) yield BLOCK;
}

/** Resolves when a figure has not changed for a while. */
async function settled(figure: () => number): Promise<number> {
  let last = -1;
  const isSettled = () => {
    const before = last;
    last = figure();
    return last > 0 && last === before;
  };
  await expect.poll(isSettled, { interval: 200, timeout: 15_000 }).toBe(true);
  return last;
}

describe('a body of 256 MB', () => {
  it('comes down and goes up whole, with the same bytes counted', async () => {
    const echo: Answer = (request, response) => void request.pipe(response);
    await using target = await startServer(() => echo);
    await using proxy = await startProxy({ target: target.origin });
    const request = httpRequest(proxy.url, { method: 'POST' });
    const uploaded = pipeline(Readable.from(blocks(MANY_BYTES)), request);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    let bytes = 0;
    for await (const chunk of response as AsyncIterable<Buffer>) bytes += chunk.length;
    await uploaded;
    expect(bytes).toBe(MANY_BYTES);
    await expect.poll(() => proxy.records()).toMatchObject([{ bytes: MANY_BYTES, ending: 'sent', status: 200 }]);
  }, 120_000);

  it('waits at the target while the client does not read', async () => {
    let sent = 0;
    const pour: Answer = (_request, response) =>
      void Readable.from(blocks(MANY_BYTES))
        .on('data', (chunk) => {
          sent += chunk.length;
        })
        .pipe(response);
    await using target = await startServer(() => pour);
    await using proxy = await startProxy({ target: target.origin });
    const [response] = (await once(get(proxy.url), 'response')) as [IncomingMessage];
    expect(await settled(() => sent)).toBeLessThan(FEW_BYTES);
    response.destroy();
  });

  it('waits at the target while a fault holds it up', async () => {
    let sent = 0;
    const pour: Answer = (_request, response) =>
      void Readable.from(blocks(MANY_BYTES))
        .on('data', (chunk) => {
          sent += chunk.length;
        })
        .pipe(response);
    await using target = await startServer(() => pour);
    await using proxy = await startProxy({ target: target.origin, faults: ['throttle=1KB/s'] });
    const [response] = (await once(get(proxy.url), 'response')) as [IncomingMessage];
    response.resume();
    expect(await settled(() => sent)).toBeLessThan(FEW_BYTES);
    response.destroy();
  });

  it('waits at the client while the target does not read', async () => {
    await using target = await startServer(() => () => {});
    await using proxy = await startProxy({ target: target.origin });
    const request = httpRequest(proxy.url, { method: 'POST' }).on('error', () => {});
    let sent = 0;
    Readable.from(blocks(MANY_BYTES))
      .on('data', (chunk) => {
        sent += chunk.length;
      })
      .pipe(request);
    expect(await settled(() => sent)).toBeLessThan(FEW_BYTES);
    await proxy.close(0);
  });

  it('waits at the client while its request is delayed', async () => {
    await using target = await startServer();
    await using proxy = await startProxy({ target: target.origin, faults: ['delay=fixed:1h'] });
    const request = httpRequest(proxy.url, { method: 'POST' }).on('error', () => {});
    let sent = 0;
    Readable.from(blocks(MANY_BYTES))
      .on('data', (chunk) => {
        sent += chunk.length;
      })
      .pipe(request);
    expect(await settled(() => sent)).toBeLessThan(FEW_BYTES);
    expect(target.connections).toBe(0);
    await proxy.close(0);
  });
});

describe('headers of an answer', () => {
  it('are passed on before its body comes', async () => {
    const finish = Promise.withResolvers<void>();
    const stream: Answer = async (_request, response) => {
      response.setHeader('Content-Type', 'text/event-stream').flushHeaders();
      await finish.promise;
      response.end('data: 1\n\n');
    };
    await using target = await startServer(() => stream);
    await using proxy = await startProxy({ target: target.origin });
    const response = await fetch(proxy.url);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    finish.resolve();
    expect(await response.text()).toBe('data: 1\n\n');
  });
});

describe('a client that leaves', () => {
  it('while the target thinks takes its request with it', async () => {
    await using target = await startRawTarget();
    await using proxy = await startProxy({ target: target.url });
    const client = rawClient(proxy.port, getAndClose('/'));
    await expect.poll(() => target.received[0]).toMatch(/\r\n\r\n$/);
    client.socket.destroy();
    await expect.poll(() => target.closed).toBe(1);
    expect(await proxy.records()).toMatchObject([{ ending: 'client-gone', status: undefined, firstByteMs: undefined }]);
  });

  it('amid the answer breaks it off at the target, and what had come is counted', async () => {
    await using target = await startRawTarget((socket) =>
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'),
    );
    await using proxy = await startProxy({ target: target.url });
    const client = rawClient(proxy.port, getAndClose('/'));
    await client.until('half');
    client.socket.resetAndDestroy();
    await expect.poll(() => target.closed).toBe(1);
    expect(await proxy.records()).toMatchObject([{ ending: 'client-gone', status: 200, bytes: 4 }]);
  });

  it('amid its body leaves the target with a broken request', async () => {
    const endings: string[] = [];
    const listen: Answer = (request) =>
      void request
        .on('error', () => endings.push('broken'))
        .on('end', () => endings.push('whole'))
        .resume();
    await using target = await startServer(() => listen);
    await using proxy = await startProxy({ target: target.origin });
    const client = rawClient(
      proxy.port,
      'POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n',
    );
    await expect.poll(() => target.inFlight).toBe(1);
    client.socket.destroy();
    await expect.poll(() => endings).toEqual(['broken']);
  });

  it('while its request is delayed keeps it from the target', async () => {
    await using target = await startServer();
    await using proxy = await startProxy({ target: target.origin, faults: ['delay=fixed:1h'] });
    const client = rawClient(proxy.port, getAndClose('/'));
    await expect.poll(async () => (await proxy.counts()).inFlight).toBe(1);
    client.socket.destroy();
    await expect.poll(() => proxy.records()).toMatchObject([{ ending: 'client-gone', status: undefined }]);
    expect(target.connections).toBe(0);
  });
});

describe('an answer that breaks off at the target', () => {
  it.each([
    ['a length', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf', getAndClose('/')],
    ['chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n', getAndClose('/')],
    ['neither', 'HTTP/1.1 200 OK\r\n\r\nhalf', getAndClose('/')],
    ['neither, for HTTP/1.0', 'HTTP/1.1 200 OK\r\n\r\nhalf', 'GET / HTTP/1.0\r\n\r\n'],
  ])('with %s does not look whole to the client', async (_, answer, request) => {
    await using target = await startRawTarget((socket) => socket.write(answer));
    await using proxy = await startProxy({ target: target.url });
    const client = rawClient(proxy.port, request);
    await client.until('half');
    target.sockets[0]!.resetAndDestroy();
    const text = await client.text;
    const isWhole =
      text.endsWith('0\r\n\r\n') || (!/content-length|chunked/i.test(text) && (await client.ending) === 'end');
    expect(isWhole).toBe(false);
    expect(text).toMatch(/half(\r\n)?$/);
    await expect.poll(() => proxy.records()).toMatchObject([{ ending: 'reset', status: 200 }]);
  });

  it('leaves clients of other requests alone', async () => {
    await using target = await startRawTarget((socket, received) => {
      if (received.includes('/bad')) socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf');
      else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nfull');
    });
    await using proxy = await startProxy({ target: target.url });
    const [bad, good] = await Promise.allSettled(
      ['/bad', '/good'].map(async (path) => (await fetch(proxy.url + path)).text()),
    );
    expect(bad).toMatchObject({ status: 'rejected' });
    expect(good).toEqual({ status: 'fulfilled', value: 'full' });
  });
});

describe('a target that answers before it has read the body', () => {
  const body = 'x'.repeat(2 * MB);
  const post = `POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

  it('gets the rest of it all the same', async () => {
    let bytes = 0;
    const accept: Answer = (request, response) => {
      response.writeHead(202, { 'content-length': 0 }).end();
      request.on('data', (chunk) => {
        bytes += chunk.length;
      });
    };
    await using target = await startServer(() => accept);
    await using proxy = await startProxy({ target: target.origin });
    const { text } = await rawAnswer(proxy.port, post + post + getAndClose('/'));
    expect(text.match(/^HTTP\/1\.1 202 /gm)).toHaveLength(3);
    // What is on its way when the client has its answers arrives a little later.
    await expect.poll(() => bytes).toBe(2 * body.length);
  });

  it('and hangs up leaves the client a connection to go on with', async () => {
    const refuse: Answer = (_request, response) => {
      response.writeHead(413, { connection: 'close', 'content-length': 3 }).end('no\n');
    };
    await using target = await startServer(() => refuse);
    await using proxy = await startProxy({ target: target.origin });
    const { text } = await rawAnswer(proxy.port, post + post + getAndClose('/'));
    // Where the target's reset overtakes its answer there is none to pass on.
    expect(text.match(/^HTTP\/1\.1 (413|502) /gm)).toHaveLength(3);
    expect(text).toMatch(/HTTP\/1\.1 413 .*$/s);
  });
});
