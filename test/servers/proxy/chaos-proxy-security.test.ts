import { describe, expect, it } from 'vitest';
import { startProxy } from '../../../servers/lab/start-proxy.ts';
import { getAndClose, rawAnswer } from '../../helpers/raw/raw-answer.ts';
import { rawClient } from '../../helpers/raw/raw-client.ts';
import { always, startRawTarget } from '../../helpers/raw/raw-target.ts';

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
const POST = 'POST / HTTP/1.1\r\nHost: localhost\r\n';
const CHUNKED = `${POST}Transfer-Encoding: chunked\r\n\r\n`;
const END = '0\r\n\r\n';

/** What two servers might read in two ways. */
const AMBIGUOUS: Readonly<Record<string, string>> = {
  'Content-Length beside Transfer-Encoding': `${POST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n${END}`,
  'Transfer-Encoding beside Content-Length': `${POST}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n${END}`,
  'two Content-Lengths': `${POST}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello`,
  'the same Content-Length twice': `${POST}Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello`,
  'a list of Content-Lengths': `${POST}Content-Length: 5, 5\r\n\r\nhello`,
  'a Content-Length with a sign': `${POST}Content-Length: +5\r\n\r\nhello`,
  'an empty Content-Length': `${POST}Content-Length: \r\n\r\nhello`,
  'an unknown Transfer-Encoding': `${POST}Transfer-Encoding: xchunked\r\n\r\n${END}`,
  'a Transfer-Encoding that does not end in chunks': `${POST}Transfer-Encoding: chunked, identity\r\n\r\n${END}`,
  'two Transfer-Encodings': `${POST}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n${END}`,
  'a Transfer-Encoding behind a control character': `${POST}Transfer-Encoding: \x0bchunked\r\n\r\n${END}`,
  'a Transfer-Encoding in HTTP/1.0': CHUNKED.replace('1.1', '1.0') + END,
  'a folded header': `${POST}X-A: b\r\n c\r\n\r\n`,
  'a folded Transfer-Encoding': `${POST}Transfer-Encoding:\r\n chunked\r\n\r\n${END}`,
  'a space before the first header': 'GET / HTTP/1.1\r\n Host: localhost\r\n\r\n',
  'a space before a colon': `${POST}Content-Length : 5\r\n\r\nhello`,
  'a bare line feed': 'GET / HTTP/1.1\r\nHost: a\nX-A: b\r\n\r\n',
  'a bare carriage return': 'GET / HTTP/1.1\r\nHost: localhost\rX-A: b\r\n\r\n',
  'a null byte': 'GET / HTTP/1.1\r\nHost: localhost\r\nX-A: \0\r\n\r\n',
  'two Hosts': 'GET / HTTP/1.1\r\nHost: localhost\r\nHost: b\r\n\r\n',
  'no Host': 'GET / HTTP/1.1\r\n\r\n',
  'a chunk size in 0x': `${CHUNKED}0x3\r\nabc\r\n${END}`,
  'a chunk size with a sign': `${CHUNKED}+3\r\nabc\r\n${END}`,
  'a chunk size with a space': `${CHUNKED}3 \r\nabc\r\n${END}`,
  'a chunk size that overflows': `${CHUNKED}fffffffffffffffff\r\nabc\r\n${END}`,
  'a chunk longer than its size': `${CHUNKED}3\r\nabcd\r\n${END}`,
  'a chunk size that ends in a line feed': `${CHUNKED}3\nabc\r\n${END}`,
  'a chunk extension that ends in a line feed': `${CHUNKED}3;a\nabc\r\n${END}`,
  'a chunk without its line end': `${CHUNKED}3\r\nabc${END}`,
  'a second chunk that is malformed': `${CHUNKED}3\r\nabc\r\nxyz\r\n${END}`,
  'a Content-Length among the trailers': `${CHUNKED}0\r\nContent-Length: 4\r\n\r\n`,
  'a path that is none': 'GET @elsewhere.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n',
  'an asterisk for a GET': 'GET * HTTP/1.1\r\nHost: localhost\r\n\r\n',
  'an unknown version': 'GET / HTTP/1.2\r\nHost: localhost\r\n\r\n',
  'HTTP/2.0 in the form of HTTP/1.1': 'GET / HTTP/2.0\r\nHost: localhost\r\n\r\n',
};

describe('a request that can be read in two ways', () => {
  it.each(Object.entries(AMBIGUOUS))(
    'for it has %s is refused with 400 and closed, and nothing of it reaches the target',
    async (_, bytes) => {
      await using target = await startRawTarget(always(OK));
      await using proxy = await startProxy({ target: target.url });
      // A connection to the target stands ready, so that what is sent on too early arrives at once.
      await fetch(proxy.url);
      const before = target.received.join();
      const { text } = await rawAnswer(proxy.port, `${bytes}GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n`);
      expect(text).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
      expect(text.match(/^HTTP\/1\.1 \d/gm)).toHaveLength(1);
      await fetch(proxy.url);
      expect(target.received.join().replace(before, '')).toMatch(/^GET \/ HTTP/);
      expect(target.received.join()).not.toMatch(/smuggled|POST|abc|hello/);
    },
  );

  it('is refused even when the fault that it draws makes it wait', async () => {
    await using target = await startRawTarget(always(OK));
    await using proxy = await startProxy({ target: target.url, faults: ['delay=fixed:50ms'] });
    const { text } = await rawAnswer(proxy.port, AMBIGUOUS['a second chunk that is malformed']!);
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    await fetch(proxy.url);
    expect(target.received).toHaveLength(1);
    expect(target.received[0]).toMatch(/^GET /);
    expect((await proxy.records()).map(({ status, ending }) => ({ status, ending }))).toEqual([
      { status: undefined, ending: 'client-gone' },
      { status: 200, ending: 'sent' },
    ]);
  });

  it('with a coding that is not known here is refused with 501', async () => {
    await using target = await startRawTarget(always(OK));
    await using proxy = await startProxy({ target: target.url });
    const { text } = await rawAnswer(proxy.port, `${POST}Transfer-Encoding: gzip, chunked\r\n\r\n${END}`);
    expect(text).toMatch(/^HTTP\/1\.1 501 /);
    expect(target.received).toEqual([]);
  });

  it('because of a chunk that comes later has its beginning broken off at the target', async () => {
    await using target = await startRawTarget((socket, received) => {
      if (received.includes('abc')) later.resolve(socket);
    });
    const later = Promise.withResolvers<unknown>();
    await using proxy = await startProxy({ target: target.url });
    const client = rawClient(proxy.port, `${CHUNKED}3\r\nabc\r\n`);
    await later.promise;
    client.socket.write(`xyz\r\n${END}GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    expect(await client.text).toMatch(/^HTTP\/1\.1 400 /);
    await expect.poll(() => target.closed).toBe(1);
    expect(target.received[0]).toMatch(/\r\n\r\n3\r\nabc\r\n$/);
  });

  it('after a good one does not spoil the answer to that', async () => {
    const body = 'x'.repeat(100);
    const released = Promise.withResolvers<void>();
    await using target = await startRawTarget((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n${body}`);
      void released.promise.then(() => socket.write(body));
    });
    await using proxy = await startProxy({ target: target.url });
    const client = rawClient(proxy.port, 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await client.until(body);
    client.socket.write(`${CHUNKED}xyz\r\n`, () => released.resolve());
    const text = await client.text;
    expect(text.slice(text.indexOf('\r\n\r\n') + 4)).toMatch(/^x{100,200}$/);
    expect(target.received.join()).not.toContain('POST');
  });
});

describe('the proxy leads nowhere but to its target', () => {
  it('when it is asked for a tunnel', async () => {
    await using target = await startRawTarget(always(OK));
    await using proxy = await startProxy({ target: target.url });
    const { text, ending } = await rawAnswer(
      proxy.port,
      'CONNECT elsewhere.example:443 HTTP/1.1\r\nHost: elsewhere.example:443\r\n\r\n',
    );
    expect(text).toMatch(/^HTTP\/1\.1 405 Method Not Allowed\r\nAllow: GET, /);
    expect(text).toContain('\r\nConnection: close\r\n');
    expect(ending).toBe('end');
    expect(target.received).toEqual([]);
  });

  it.each(['http://elsewhere.example/', 'https://user@elsewhere.example:8443/', 'ftp://elsewhere.example/'])(
    'when it is asked for %s',
    async (address) => {
      await using elsewhere = await startRawTarget(always(OK));
      await using target = await startRawTarget(always(OK));
      await using proxy = await startProxy({ target: target.url });
      const { port } = new URL(elsewhere.url);
      const { text } = await rawAnswer(
        proxy.port,
        getAndClose(address.replace('elsewhere.example', `127.0.0.1:${port}`).replace(`:${port}:8443`, `:${port}`)),
      );
      expect(text).toMatch(/^HTTP\/1\.1 200 /);
      expect(target.received[0]).toMatch(/^GET \/ HTTP\/1\.1\r\n/);
      expect(elsewhere.received).toEqual([]);
    },
  );
});
