import { describe, expect, it } from 'vitest';
import { startProxy } from '../../../servers/lab/start-proxy.ts';
import { rawAnswer } from '../../helpers/raw/raw-answer.ts';
import { rawClient } from '../../helpers/raw/raw-client.ts';
import { startRawTarget } from '../../helpers/raw/raw-target.ts';

const SWITCHING = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n';
const HANDSHAKE =
  'GET /chat HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
/** A text frame with `first`, and a close frame with code 4001. */
const [FIRST, CLOSE_4001] = ['\x81\x05first', '\x88\x02\x0f\xa1'];

const CAFE = 'X-Name: caf\xe9; filename="\xfcber.txt"\r\n';
const OK = `HTTP/1.1 200 OK\r\n${CAFE}Content-Length: 2\r\n\r\n`;

const request = (method: string, more = '') =>
  `${method} / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${more}\r\n`;

/** A target that answers, once a request's headers are there, with these bytes. */
function targetOf(...pieces: readonly string[]) {
  return startRawTarget(async (socket, received) => {
    if (!received.endsWith('\r\n\r\n')) return;
    for (const piece of pieces) {
      socket.write(piece, 'latin1');
      // Each in a packet of its own.
      await new Promise((resolve) => setImmediate(resolve));
    }
  });
}

describe('what a WebSocket sends in one packet with its 101', () => {
  it.each([
    ['a greeting', FIRST],
    ['a greeting and its close', FIRST + CLOSE_4001],
  ])('reaches the client, be it %s, twenty times of twenty', async (_, frames) => {
    await using target = await startRawTarget((socket) => socket.end(`${SWITCHING}\r\n${frames}`, 'latin1'));
    await using proxy = await startProxy({ target: target.url });
    for (let i = 0; i < 20; i++) {
      const { text } = await rawAnswer(proxy.port, HANDSHAKE);
      expect(text.slice(text.indexOf('\r\n\r\n') + 4)).toBe(frames);
    }
    await expect
      .poll(async () => (await proxy.records()).map(({ bytes }) => bytes))
      .toEqual(Array(20).fill(frames.length));
  });
});

describe('header bytes beyond ASCII', () => {
  it.each([
    ['of an answer that comes whole', request('GET'), [`${OK}ok`]],
    ['of an answer whose body comes later', request('GET'), [OK, 'o', 'k']],
    ['of an answer to HEAD', request('HEAD'), [OK]],
    [
      'of an answer in chunks',
      request('GET'),
      [`HTTP/1.1 200 OK\r\n${CAFE}Transfer-Encoding: chunked\r\n\r\n`, '2\r\nok\r\n0\r\n\r\n'],
    ],
    ['of a 101', HANDSHAKE, [`${SWITCHING}${CAFE}\r\n`]],
  ] as const)('reach the client unchanged: %s', async (_, sent, pieces) => {
    await using target = await targetOf(...pieces);
    await using proxy = await startProxy({ target: target.url });
    const client = rawClient(proxy.port, sent);
    const text = await client.until('\r\n\r\n');
    // The names of a handshake's headers come in lower case.
    expect(text.replace('x-name', 'X-Name')).toContain(CAFE);
    client.socket.destroy();
  });

  it.each([
    ['of a request', request('GET', CAFE)],
    [
      'of a request that waits to be told to go on',
      request('POST', `${CAFE}Content-Length: 2\r\nExpect: 100-continue\r\n`),
    ],
    ['of the handshake of a WebSocket', HANDSHAKE.replace('\r\n\r\n', `\r\n${CAFE}\r\n`)],
  ])('reach the target unchanged: %s', async (_, sent) => {
    await using target = await startRawTarget();
    await using proxy = await startProxy({ target: target.url });
    const client = rawClient(proxy.port, Buffer.from(sent, 'latin1'));
    await expect.poll(() => target.received.join()).toContain(CAFE.trimEnd());
    client.socket.destroy();
  });
});
