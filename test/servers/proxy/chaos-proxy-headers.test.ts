import type { RequestListener } from 'node:http';
import { describe, expect, it } from 'vitest';
import { listen } from '../../../servers/http/listen.ts';
import { startProxy } from '../../../servers/lab/start-proxy.ts';
import { startServer } from '../../helpers/raw/http-server.ts';
import { rawAnswer } from '../../helpers/raw/raw-answer.ts';

const COOKIE = 'c'.repeat(20_000);
const request = `GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: ${COOKIE}\r\n\r\n`;

/** A target that answers with 40 KB of headers, and tells what it was sent. */
const wordy = () =>
  startServer(() => ({ headers }, response) => {
    for (let i = 0; i < 10; i++) response.setHeader(`X-${i}`, 'x'.repeat(4000));
    response.end(`${headers.cookie?.length}`);
  });

const withoutHeaders = () => startServer(() => (_, response) => response.end('here'));

describe('headers of more than 16 KB', () => {
  it('from a client are refused, naming the limit and how it is lifted', async () => {
    await using target = await withoutHeaders();
    await using proxy = await startProxy({ target: target.origin });
    const { text } = await rawAnswer(proxy.port, request);
    expect(text).toMatch(/^HTTP\/1\.1 431 /);
    expect(text).toContain('A request has more than 16KB of headers: let the proxy take more with --max-header-size.');
    expect(target.requests).toEqual([]);
  });

  it('from the target are no answer, naming the limit and how it is lifted', async () => {
    await using target = await wordy();
    await using proxy = await startProxy({ target: target.origin });
    const answer = await fetch(proxy.url);
    expect(answer.status).toBe(502);
    expect(await answer.json()).toMatchObject({
      detail:
        'The target gave no answer: it sent more than 16KB of headers: let the proxy take more with --max-header-size.',
    });
  });

  it('pass where the limit is higher', async () => {
    await using target = await wordy();
    await using proxy = await startProxy({ target: target.origin, maxHeaderBytes: 65_536 });
    const { text } = await rawAnswer(proxy.port, request.replace(COOKIE, 'few'));
    expect(text).toMatch(/^HTTP\/1\.1 200 /);
    expect(text).toContain(`\r\nX-9: ${'x'.repeat(4000)}\r\n`);
    // The target has a limit of its own, and says so in its own way.
    const refused = await rawAnswer(proxy.port, request);
    expect(refused.text).toMatch(/^HTTP\/1\.1 431 /);
    expect(refused.text).not.toContain('--max-header-size');
  });
});

describe('headers that are many and short', () => {
  const MANY = 1500;

  it('pass in both directions, all of them', async () => {
    const answer: RequestListener = ({ rawHeaders }, response) => {
      for (let i = 0; i < MANY; i++) response.setHeader(`x${i}`, '');
      response.setHeader('X-Last', String(rawHeaders.filter((name) => /^X-\d+$/.test(name)).length)).end('here');
    };
    const target = await listen(answer, { label: 'TARGET', port: 0, serverOptions: { maxHeaderSize: 65_536 } });
    await using proxy = await startProxy({ target: target.url, maxHeaderBytes: 65_536 });
    const many = Array.from({ length: MANY }, (_, i) => `X-${i}: a\r\n`).join('');
    const { text } = await rawAnswer(
      proxy.port,
      `GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${many}\r\n`,
    );
    expect(text).toContain(`\r\nX-Last: ${MANY}\r\n`);
    expect(text.match(/^x\d+:/gm)).toHaveLength(MANY);
    await target.close(0);
  });
});
