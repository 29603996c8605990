import { describe, expect, it } from 'vitest';
import { startProxy } from '../../../servers/lab/start-proxy.ts';
import { launchBrowser } from '../../helpers/bench/browser.ts';
import { startServer } from '../../helpers/raw/http-server.ts';
import { rawAnswer } from '../../helpers/raw/raw-answer.ts';

const get = (host: string) => `GET /secret HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
const handshake = (host: string) =>
  `GET /secret HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;

describe('a request for another host than the proxy', () => {
  it.each([
    ['a request', get('evil.test:9000')],
    ['a handshake of a WebSocket', handshake('evil.test:9000')],
  ])('%s, is refused with 403, and the target does not hear of it', async (_, bytes) => {
    await using target = await startServer();
    await using proxy = await startProxy({ target: target.origin });
    const { text } = await rawAnswer(proxy.port, bytes);
    expect(text).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/);
    expect(JSON.parse(text.split('\r\n\r\n')[1]!)).toEqual({
      status: 403,
      error: 'Forbidden',
      detail: '"evil.test:9000" is no name of this proxy: call it localhost, or allow that name with --allow-host.',
    });
    expect(target.requests).toEqual([]);
  });

  it('is answered where that host is allowed', async () => {
    await using target = await startServer();
    await using proxy = await startProxy({ target: target.origin, allowHosts: ['shop.example'] });
    expect((await rawAnswer(proxy.port, get('shop.example:81'))).text).toMatch(/^HTTP\/1\.1 200 /);
    expect((await rawAnswer(proxy.port, get('evil.test'))).text).toMatch(/^HTTP\/1\.1 403 /);
  });

  it('is refused to a page whose name resolves to this machine, in a browser', async () => {
    await using target = await startServer(() => (_, response) => {
      response.setHeader('Content-Type', 'text/html').end('the secret');
    });
    await using proxy = await startProxy({ target: target.origin });
    await using browser = await launchBrowser(['--host-resolver-rules=MAP evil.test 127.0.0.1']);
    const page = await browser.newPage();
    const refused = await page.goto(`http://evil.test:${proxy.port}/`);
    expect(refused!.status()).toBe(403);
    expect(await page.content()).not.toContain('the secret');
    const read = await page.evaluate(async () => {
      const response = await fetch('/secret');
      return [response.status, await response.text()] as const;
    });
    expect(read[0]).toBe(403);
    expect(read[1]).not.toContain('the secret');
    expect(target.requests).toEqual([]);
    // The rule holds for its name alone: by its own name the proxy leads on.
    expect((await page.goto(proxy.url))!.status()).toBe(200);
  });
});
