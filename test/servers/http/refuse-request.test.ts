import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningServer, startServer } from '../../../servers/lab/running-server.ts';
import { startProxy } from '../../../servers/lab/start-proxy.ts';
import { rawAnswer } from '../../helpers/raw/raw-answer.ts';
import { RawConnection, requestText } from '../../helpers/raw/raw-connection.ts';
import { withServer } from '../../helpers/with-server.ts';

const PATH = '/flags/br/br.gif';

let local: RunningServer;
beforeAll(async () => {
  local = await startServer({ label: 'LOCAL', port: 0 });
});
afterAll(() => local.close(0));

/** Sends bytes, reads one answer and waits for the server to close. */
async function refusalOf(bytes: string) {
  using connection = await RawConnection.to(local.port);
  connection.send(bytes);
  const answer = await connection.next();
  await connection.end();
  return answer;
}

/** That the server still answers others. */
async function expectAlive(server: RunningServer) {
  expect((await fetch(server.url + PATH)).status).toBe(200);
}

describe('bytes that are not a request', () => {
  it.each([
    ['a TLS handshake', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'],
    ['prose', 'hello, is this the flag server?\r\n\r\n'],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a relative path', requestText('GET flags HTTP/1.1')],
    ['a path with raw UTF-8', requestText('GET /flags/\xc3\xa9 HTTP/1.1')],
    ['a header without a colon', requestText('GET / HTTP/1.1', ['nonsense'])],
    ['a header with a space in its name', requestText('GET / HTTP/1.1', ['Con tent: 1'])],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd'],
    [
      'a length and chunks',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['a negative length', requestText('POST / HTTP/1.1', ['Content-Length: -1'])],
  ])('are answered 400 with a JSON body, and the connection is closed: %s', async (_, bytes) => {
    const { status, headers, body } = await refusalOf(bytes);
    expect(status).toBe(400);
    expect(headers).toMatchObject({ 'content-type': 'application/json', connection: 'close' });
    expect(JSON.parse(body)).toEqual({
      status: 400,
      error: 'Bad Request',
      detail: 'This is not a request that HTTP/1.1 allows.',
    });
    await expectAlive(local);
  });

  it('are answered 431 when the headers are over 16 KB, be they 100 KB in one or many', async () => {
    const one = requestText('GET / HTTP/1.1', [`X-Large: ${'a'.repeat(100 * 1024)}`]);
    const many = Array.from({ length: 5000 }, (_, i) => `X-Header-${i}: value`);
    for (const bytes of [one, requestText('GET / HTTP/1.1', many), `GET /${'a'.repeat(100 * 1024)}`]) {
      const { status, body } = await refusalOf(bytes);
      expect(status).toBe(431);
      expect(JSON.parse(body)).toEqual({
        status: 431,
        error: 'Request Header Fields Too Large',
        detail: 'The address and the headers of a request are at most 16 KB here.',
      });
    }
    await expectAlive(local);
  });

  it.each([
    ['without Host', 'GET / HTTP/1.1\r\n\r\n', 400, 'It has no Host header.'],
    ['with two Hosts', 'GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n', 400, 'It has more than one Host header.'],
    [
      'that expects the unknown',
      'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: tea\r\n\r\n',
      417,
      'Of all that a request may expect only 100-continue is known.',
    ],
  ])('%s are answered in JSON, too, by flag servers and proxies', async (_, bytes, expected, detail) => {
    await using proxy = await startProxy({ target: local.url });
    for (const { port } of [local, proxy]) {
      const { text } = await rawAnswer(port, bytes.replaceAll('Host: a', 'Host: localhost'));
      const [head, body] = text.split('\r\n\r\n');
      expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${expected} `));
      expect(JSON.parse(body!)).toMatchObject({ status: expected, detail });
    }
  });

  it('do no harm when nobody waits for the answer', async () => {
    for (let i = 0; i < 20; i++) {
      using connection = await RawConnection.to(local.port);
      connection.send('garbage\r\n\r\n');
    }
    await expectAlive(local);
  });

  it('leave no record', async () => {
    await local.reset();
    await refusalOf('garbage\r\n\r\n');
    expect(await local.records()).toEqual([]);
  });
});

describe('bytes that are not a request, behind one that is', () => {
  it.each(['garbage\r\n\r\n', requestText(`GET ${PATH} HTTP/1.1`, ['Bad Header: 1'])])(
    'leave its answer whole, which is the last: %j',
    async (garbage) => {
      await withServer({ faults: ['delay=50ms'] }, async (server) => {
        const { text } = await rawAnswer(server.port, requestText(`GET ${PATH} HTTP/1.1`) + garbage);
        expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
        expect(text).toContain('Connection: close\r\n');
        expect(text.split('HTTP/1.1 ')).toHaveLength(2);
        expect(text).toHaveLength(text.indexOf('\r\n\r\n') + 4 + Number(/Content-Length: (\d+)/.exec(text)![1]));
        expect(await server.records()).toMatchObject([{ status: 200, ending: 'sent' }]);
      });
    },
  );

  it('do not get into a body that is being sent', async () => {
    await withServer({ faults: ['throttle=64KB/s'] }, async ({ port }) => {
      using connection = await RawConnection.to(port);
      connection.send(requestText(`GET ${PATH} HTTP/1.1`));
      await expect.poll(() => connection.unread).toContain('\r\n\r\n');
      connection.send('garbage\r\n\r\n');
      const { status, body } = await connection.next();
      expect(status).toBe(200);
      expect(body).not.toContain('Bad Request');
    });
  });
});
