import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { startLab } from '../../../servers/lab/start-lab.ts';
import { type ProxyOptions, type RunningProxy, startProxy } from '../../../servers/lab/start-proxy.ts';
import { startServer } from '../../helpers/raw/http-server.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const PATH = '/flags/br/br.gif';
const FLAG_BYTES = 15_745;

/** A proxy with HTTPS before a flag server, and what curl that trusts it prints, or the code it exits with. */
async function secured(options: Partial<ProxyOptions> = {}) {
  const folder = await temporaryFolder();
  const certificateFile = join(folder.path, 'proxy.pem');
  const lab = await startLab({ LOCAL: {} });
  const proxy = await startProxy({ target: lab.url('LOCAL'), https: true, certificateFile, ...options });
  const curl = (url: string, ...args: string[]) =>
    promisify(execFile)('curl', ['-sS', '-m', '20', '-g', '--cacert', certificateFile, ...args, url]).then(
      ({ stdout }) => stdout,
      ({ code }) => `exit ${code}`,
    );
  const status = (url = proxy.url + PATH, ...args: string[]) =>
    curl(url, '-o', '/dev/null', '-w', '%{http_code} %{size_download}', ...args);
  const dispose = async () => {
    await proxy.close(0);
    await lab.close(0);
    await folder[Symbol.asyncDispose]();
  };
  return { proxy, curl, status, certificateFile, [Symbol.asyncDispose]: dispose };
}

function endingOf(proxy: RunningProxy) {
  return expect.poll(async () => (await proxy.records()).map(({ ending, bytes }) => [ending, bytes]));
}

describe('a proxy with HTTPS', () => {
  it('is trusted by its certificate, under all of its names, and by nobody else', async () => {
    await using own = await secured({ allowHosts: ['shop.test', '10.0.0.1'] });
    const { proxy, status, certificateFile } = own;
    expect(proxy.url).toBe(`https://localhost:${proxy.port}`);
    for (const host of ['localhost', '127.0.0.1', '[::1]']) {
      expect(await status(`https://${host}:${proxy.port}${PATH}`)).toBe(`200 ${FLAG_BYTES}`);
    }
    const asShop = ['--resolve', `shop.test:${proxy.port}:127.0.0.1`];
    expect(await status(`https://shop.test:${proxy.port}${PATH}`, ...asShop)).toBe(`200 ${FLAG_BYTES}`);
    await expect(fetch(proxy.url)).rejects.toMatchObject({ cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } });
    const { pem, fingerprint } = proxy.certificate!;
    expect(await readFile(certificateFile, 'utf8')).toBe(pem);
    const certificate = new X509Certificate(pem);
    expect([certificate.fingerprint256, certificate.ca]).toEqual([fingerprint, false]);
    expect(certificate.subjectAltName).toBe(
      'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, DNS:shop.test, IP Address:10.0.0.1',
    );
  });

  it('leaves the certificate of the one that listens there alone', async () => {
    await using own = await secured();
    const { port, target } = own.proxy;
    const { certificateFile } = own;
    await expect(startProxy({ target, port, https: true, certificateFile })).rejects.toThrow(`port ${port} is taken`);
    expect(await readFile(certificateFile, 'utf8')).toBe(own.proxy.certificate!.pem);
  });

  it('tells the target that it was asked by HTTPS', async () => {
    await using target = await startServer(() => (request, response) => {
      response.end(JSON.stringify(request.headers));
    });
    await using own = await secured({ target: target.origin });
    expect(JSON.parse(await own.curl(own.proxy.url))).toMatchObject({ 'x-forwarded-proto': 'https' });
  });

  it.each([
    ['reset,at=connect', 'exit 56', ['reset', 0]],
    ['reset,at=headers', 'exit 56', ['reset', 0]],
    ['truncate', 'exit 18', ['reset', 7872]],
    ['garbage', 'exit 1', ['reset', 0]],
    ['status=418', '418 86', ['sent', 86]],
  ])('carries %s out as without TLS', async (fault, seen, ending) => {
    await using own = await secured({ faults: [fault] });
    expect(await own.status()).toBe(seen);
    await endingOf(own.proxy).toEqual([ending]);
  });

  it('resets amid a body', async () => {
    await using own = await secured({ faults: ['reset,at=body'] });
    expect(['exit 56', 'exit 18']).toContain(await own.status());
    await endingOf(own.proxy).toEqual([['reset', 7872]]);
  });

  it('hangs, until its client has had enough', async () => {
    await using own = await secured({ faults: ['hang'] });
    expect(await own.status(undefined, '-m', '0.5')).toBe('exit 28');
    await endingOf(own.proxy).toEqual([['client-gone', 0]]);
  });

  it('throttles', async () => {
    await using own = await secured({ faults: ['throttle=40KB/s'] });
    const [size, seconds] = (
      await own.curl(own.proxy.url + PATH, '-o', '/dev/null', '-w', '%{size_download} %{time_total}')
    )
      .split(' ')
      .map(Number);
    expect(size).toBe(FLAG_BYTES);
    expect(seconds).toBeGreaterThanOrEqual(0.38);
  });

  it('passes WebSockets on, and breaks them off when it closes', async () => {
    const echo = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    echo.on('connection', (socket) => socket.on('message', (data) => socket.send(`echo ${data}`)));
    await once(echo, 'listening');
    await using own = await secured({ target: `http://127.0.0.1:${(echo.address() as { port: number }).port}` });
    const { proxy } = own;
    const socket = new WebSocket(`wss://localhost:${proxy.port}/`, { ca: proxy.certificate!.pem });
    await once(socket, 'open');
    socket.send('hello');
    expect(String((await once(socket, 'message'))[0])).toBe('echo hello');
    const closed = once(socket, 'close');
    await proxy.close(0);
    await closed;
    echo.close();
  });

  it('closes though somebody is connected who has never begun to speak TLS', async () => {
    await using own = await secured();
    const socket = connect(own.proxy.port, '127.0.0.1');
    await once(socket, 'connect');
    const closed = once(socket, 'close');
    // As TLS has it, what has connected has come before what comes later.
    expect(await own.status()).toBe(`200 ${FLAG_BYTES}`);
    await own.proxy.close(0);
    await closed;
  });

  it('has no certificate without it, and no file for one', async () => {
    await using proxy = await startProxy({ target: 'http://localhost:1' });
    expect(proxy.certificate).toBeUndefined();
    const starting = startProxy({ target: 'http://localhost:1', certificateFile: '/tmp/none.pem' });
    await expect(starting).rejects.toThrow('a certificate file is for a proxy with HTTPS alone');
    const elsewhere = startProxy({
      target: 'http://localhost:1',
      https: true,
      certificateFile: '/no/such/folder/a.pem',
    });
    await expect(elsewhere).rejects.toThrow('the certificate cannot be written');
  });
});
