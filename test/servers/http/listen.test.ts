import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { describe, expect, it } from 'vitest';
import { readFlagsData } from '../../../lib/flags/flags-data.ts';
import { createFlagServer } from '../../../servers/flags/flag-server.ts';
import { listen } from '../../../servers/http/listen.ts';
import { RawConnection, requestText } from '../../helpers/raw/raw-connection.ts';
import { withServer } from '../../helpers/with-server.ts';

const PATH = '/flags/br/br.gif';
const FLAG = readFlagsData('br/br.gif').toString('latin1');

/** A listener that has nothing to do with the lab. */
async function stranger(host: string, port = 0): Promise<{ server: Server; port: number } & AsyncDisposable> {
  const server = createServer().listen(port, host);
  await once(server, 'listening');
  const address = server.address() as { port: number };
  const close = async () => {
    server.close();
    await once(server, 'close');
  };
  return { server, port: address.port, [Symbol.asyncDispose]: close };
}

describe('listen', () => {
  it('answers on 127.0.0.1, on ::1 and on localhost, and says the last', async () => {
    await withServer({}, async ({ url, port }) => {
      expect(url).toBe(`http://localhost:${port}`);
      for (const host of ['127.0.0.1', '[::1]', 'localhost']) {
        expect((await fetch(`http://${host}:${port}${PATH}`)).status).toBe(200);
      }
    });
  });

  it('answers on the one address that is given, and says it', async () => {
    await withServer({ host: '::1' }, async ({ url, port }) => {
      expect(url).toBe(`http://[::1]:${port}`);
      expect((await fetch(url)).status).toBe(200);
      await expect(RawConnection.to(port, '127.0.0.1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    });
  });

  it.each(['127.0.0.1', '::1'])('names the port that is taken on %s, and holds nothing', async (host) => {
    await using taken = await stranger(host);
    const starting = listen(createFlagServer().handle, { label: 'LOCAL', port: taken.port });
    await expect(starting).rejects.toMatchObject({
      code: 'LAB_LISTEN',
      message: `LOCAL cannot listen: port ${taken.port} is taken`,
      cause: { code: 'EADDRINUSE' },
    });
    const other = host === '::1' ? '127.0.0.1' : '::1';
    await using free = await stranger(other, taken.port);
    expect(free.port).toBe(taken.port);
  });

  it.each([
    ['203.0.113.1', 0, /^LOCAL cannot listen on 203\.0\.113\.1 port 0: address not available/],
    ['no such host', 0, /^LOCAL cannot listen on no such host port 0: /],
  ])('says what is wrong with %s port %d', async (host, port, message) => {
    const starting = listen(createFlagServer().handle, { label: 'LOCAL', host, port });
    await expect(starting).rejects.toMatchObject({ code: 'LAB_LISTEN', message: expect.stringMatching(message) });
  });

  it.each([70_000, -1, 8000.5, Number.NaN])('says that %d is no port', async (port) => {
    const starting = listen(createFlagServer().handle, { label: 'LOCAL', port });
    await expect(starting).rejects.toThrow(
      new TypeError(`Expected LOCAL's \`port\` to be a whole number from 0 to 65535, got ${port}`),
    );
  });

  it('finds a port that is free on both addresses, however many are taken on one', async () => {
    const taken = await Promise.all(Array.from({ length: 3000 }, () => stranger('::1')));
    const handle = createFlagServer().handle;
    try {
      // Without another try, one in a dozen of these would fail.
      for (let i = 0; i < 60; i++) await (await listen(handle, { label: 'LOCAL', port: 0 })).close(0);
    } finally {
      await Promise.all(taken.map((one) => one[Symbol.asyncDispose]()));
    }
  });
});

describe('a connection', () => {
  it('is kept for the next request, and its requests are numbered with it', async () => {
    await withServer({}, async (server) => {
      for (let client = 0; client < 2; client++) {
        using connection = await RawConnection.to(server.port);
        for (let i = 0; i < 3; i++) {
          const { headers } = await connection.ask(`GET ${PATH} HTTP/1.1`);
          expect(headers.connection).toBe('keep-alive');
        }
      }
      const [first, , , second] = (await server.records()).map(({ connection }) => connection);
      expect(second).toBe(first! + 1);
      expect((await server.records()).map(({ connection }) => connection)).toEqual([
        ...Array(3).fill(first),
        ...Array(3).fill(second),
      ]);
    });
  });

  it('is closed after the answer when the client asks for that', async () => {
    await withServer({}, async ({ port }) => {
      using connection = await RawConnection.to(port);
      const { headers, body } = await connection.ask(`GET ${PATH} HTTP/1.1`, ['Connection: close']);
      expect(headers.connection).toBe('close');
      expect(body).toBe(FLAG);
      await connection.end();
    });
  });

  it('of HTTP/1.0 is closed after the answer, and kept when the client asks for that', async () => {
    await withServer({}, async ({ port }) => {
      using plain = await RawConnection.to(port);
      plain.send(`GET ${PATH} HTTP/1.0\r\n\r\n`);
      expect(await plain.next()).toMatchObject({ status: 200, headers: { connection: 'close' }, body: FLAG });
      await plain.end();

      using kept = await RawConnection.to(port);
      for (const target of [PATH, '/flags/', '/nothing', PATH]) {
        kept.send(`GET ${target} HTTP/1.0\r\nConnection: keep-alive\r\n\r\n`);
        expect((await kept.next()).headers.connection).toBe('keep-alive');
      }
    });
  });

  it.each([
    ['without faults', []],
    ['with delays that would let later ones overtake', ['delay=list:80ms@0.5,1ms@0.5']],
  ])('answers pipelined requests in order, %s', async (_, faults) => {
    await withServer({ label: 'DELAY', faults }, async (server) => {
      const codes = ['br', 'cn', 'us', 'in', 'id', 'pk', 'ng', 'bd', 'ru', 'jp'];
      using connection = await RawConnection.to(server.port);
      connection.send(codes.map((cc) => requestText(`GET /flags/${cc}/${cc}.gif HTTP/1.1`)).join(''));
      for (const cc of codes) {
        const { status, body } = await connection.next();
        expect(status).toBe(200);
        expect(body === readFlagsData(`${cc}/${cc}.gif`).toString('latin1')).toBe(true);
      }
      const records = await server.records();
      expect(records.map(({ key }) => key)).toEqual(codes.map((cc) => `GET /flags/${cc}/${cc}.gif`));
      if (faults.length > 0) expect(new Set(records.map(({ injectedMs }) => injectedMs))).toEqual(new Set([80, 1]));
    });
  });

  it('may bring its request byte by byte', async () => {
    await withServer({}, async ({ port }) => {
      using connection = await RawConnection.to(port);
      for (const byte of requestText(`GET ${PATH} HTTP/1.1`)) connection.send(byte);
      expect((await connection.next()).body).toBe(FLAG);
    });
  });
});
