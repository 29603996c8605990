import { describe, expect, it, vi } from 'vitest';
import { openWorld } from '../../../servers/faults/open-world.ts';
import { serveFlags } from '../../../servers/flags/serve-flags.ts';
import {
  answerWebSockets,
  type SilentWebSockets,
  WEBSOCKET_PATH,
} from '../../../servers/websocket/silent-websockets.ts';
import { rawClient } from '../../helpers/raw/raw-client.ts';

/** The key, and what answers it, of RFC 6455, section 1.3. */
const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
const ACCEPT = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';

/** A ping that says "Hello", masked, and its pong: RFC 6455, section 5.7. */
const PING = Buffer.from([0x89, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58]);
const PONG = '\x8a\x05Hello';

function handshake(path: string, version = 13): string {
  const upgrade = `Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: ${version}\r\nSec-WebSocket-Key: ${KEY}`;
  return `GET ${path} HTTP/1.1\r\nHost: a\r\n${upgrade}\r\n\r\n`;
}

/** A flag server with WebSockets beside its flags. */
async function startWithWebSockets() {
  let webSockets: SilentWebSockets | undefined;
  const { url, port, close } = await serveFlags(openWorld('LOCAL', {}), {
    label: 'LOCAL',
    port: 0,
    host: '127.0.0.1',
    prepare: (server) => {
      webSockets = answerWebSockets(server);
    },
  });
  return { url, port, webSockets: webSockets!, [Symbol.asyncDispose]: () => close(0) };
}

describe('a flag server with WebSockets', () => {
  it('answers a handshake, and then pings alone', async () => {
    await using server = await startWithWebSockets();
    const { socket, until } = rawClient(server.port, handshake(WEBSOCKET_PATH));
    const head = await until('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 101 /);
    expect(head).toContain(`Sec-WebSocket-Accept: ${ACCEPT}\r\n`);
    expect(server.webSockets.openCount).toBe(1);
    socket.write(PING);
    expect(await until(PONG)).toBe(head + PONG);
    socket.destroy();
    await vi.waitFor(() => expect(server.webSockets.openCount).toBe(0));
  });

  it.each([
    ['somewhere else', handshake('/flags/br/br.gif')],
    ['in a version that there is not', handshake(WEBSOCKET_PATH, 99)],
  ])('refuses one %s', async (_, request) => {
    await using server = await startWithWebSockets();
    expect(await rawClient(server.port, request).text).toMatch(/^HTTP\/1\.1 400 /);
    expect(server.webSockets.openCount).toBe(0);
  });

  it('closes a WebSocket that breaks the protocol, and goes on', async () => {
    await using server = await startWithWebSockets();
    const { socket, until, ending } = rawClient(server.port, handshake(WEBSOCKET_PATH));
    await until('\r\n\r\n');
    socket.write('these bytes are no frame');
    await ending;
    await vi.waitFor(() => expect(server.webSockets.openCount).toBe(0));
    expect((await fetch(`${server.url}/flags/br/br.gif`)).status).toBe(200);
  });
});
