import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { startProxy } from '../../../servers/lab/start-proxy.ts';
import { startServer } from '../../helpers/raw/http-server.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

/** A folder with a service on a Unix socket, which says what it was asked for and echoes WebSockets. */
async function serviceOnSocket() {
  const folder = await temporaryFolder();
  const socket = join(folder.path, 'app.sock');
  const server = createServer(({ url, headers }, response) => void response.end(JSON.stringify({ url, headers })));
  const webSockets = new WebSocketServer({ server });
  webSockets.on('connection', (one) => one.on('message', (data) => one.send(`echo ${data}`)));
  server.listen(socket);
  await once(server, 'listening');
  const dispose = async () => {
    webSockets.close();
    server.closeAllConnections();
    server.close();
    await folder[Symbol.asyncDispose]();
  };
  return { folder: folder.path, socket, [Symbol.asyncDispose]: dispose };
}

/** What curl prints of a path, asked for through a Unix socket; or the code it exits with. */
function curl(socket: string, path = '/'): Promise<string> {
  return promisify(execFile)('curl', ['-s', '--unix-socket', socket, `http://localhost${path}`]).then(
    ({ stdout }) => stdout,
    ({ code }) => `exit ${code}`,
  );
}

describe('a target on a Unix socket', () => {
  it.each([
    ['', '/users?id=1'],
    [':/', '/users?id=1'],
    [':/api/v1', '/api/v1/users?id=1'],
  ])('is asked as localhost, with the path behind its own: "unix:PATH%s"', async (base, url) => {
    await using service = await serviceOnSocket();
    await using proxy = await startProxy({ target: `unix:${service.socket}${base}` });
    expect(proxy.target).toBe(`unix:${service.socket}${base === ':/' ? '' : base}`);
    for (let i = 0; i < 3; i++) {
      const answer = await (await fetch(`${proxy.url}/users?id=1`)).json();
      expect(answer).toMatchObject({ url, headers: { host: 'localhost' } });
    }
  });

  it('opens WebSockets', async () => {
    await using service = await serviceOnSocket();
    await using proxy = await startProxy({ target: `unix:${service.socket}` });
    const socket = new WebSocket(`ws://127.0.0.1:${proxy.port}/`);
    await once(socket, 'open');
    socket.send('hello');
    expect(String((await once(socket, 'message'))[0])).toBe('echo hello');
    socket.close();
    await once(socket, 'close');
  });

  it('that nobody listens on is a bad gateway', async () => {
    await using folder = await temporaryFolder();
    await using proxy = await startProxy({ target: `unix:${join(folder.path, 'none.sock')}` });
    const response = await fetch(proxy.url);
    expect([response.status, await response.text()]).toEqual([502, expect.stringContaining('ENOENT')]);
  });

  it.each(['unix:///run/app.sock', 'unix:app.sock', 'http+unix://%2Frun%2Fapp.sock', 'http://unix:/run/app.sock:/api'])(
    'is refused in another spelling, with the one that is right: %s',
    async (target) => {
      await expect(startProxy({ target })).rejects.toThrow(
        `the target "${target}" is not how a Unix socket is written here: give unix:/run/app.sock, or unix:/run/app.sock:/base`,
      );
    },
  );
});

describe('a proxy on a Unix socket', () => {
  it('answers there, passes on without a port, and removes its file when it closes', async () => {
    await using service = await serviceOnSocket();
    const socket = join(service.folder, 'proxy.sock');
    const proxy = await startProxy({ target: `unix:${service.socket}`, socket });
    expect([proxy.url, proxy.port]).toEqual([`unix:${socket}`, 0]);
    const { headers } = JSON.parse(await curl(socket));
    expect(headers).toMatchObject({ 'x-forwarded-for': 'unknown', 'x-forwarded-proto': 'http' });
    expect(headers).not.toHaveProperty('x-forwarded-port');
    await proxy.setEnabled(false);
    expect(await curl(socket)).toBe('exit 7');
    await proxy.setEnabled(true);
    expect(JSON.parse(await curl(socket))).toMatchObject({ url: '/' });
    await proxy.close();
    expect(existsSync(socket)).toBe(false);
  });

  it('breaks answers off by closing, for there is no reset', async () => {
    await using target = await startServer();
    await using folder = await temporaryFolder();
    const socket = join(folder.path, 'proxy.sock');
    await using proxy = await startProxy({ target: target.origin, socket, faults: ['reset,at=connect'] });
    expect(await curl(socket)).toBe('exit 52');
    await expect.poll(() => proxy.records()).toMatchObject([{ ending: 'reset' }]);
  });

  it('takes the place of one that was killed, not of one that listens, nor of any other file', async () => {
    await using folder = await temporaryFolder();
    const socket = join(folder.path, 'proxy.sock');
    const killed = `require('node:net').createServer().listen(${JSON.stringify(socket)}, () => process.kill(process.pid, 'SIGKILL'))`;
    await promisify(execFile)(process.execPath, ['-e', killed]).catch(() => undefined);
    expect(existsSync(socket)).toBe(true);
    await using _proxy = await startProxy({ target: 'http://localhost:1', socket });
    await expect(startProxy({ target: 'http://localhost:1', socket, label: 'SECOND' })).rejects.toThrow(
      `SECOND cannot listen on unix:${socket}: somebody listens there already`,
    );
    const file = join(folder.path, 'notes');
    await writeFile(file, 'kept');
    await expect(startProxy({ target: 'http://localhost:1', socket: file })).rejects.toThrow(
      `cannot listen on unix:${file}: there is a file that is no socket`,
    );
    expect(existsSync(file)).toBe(true);
    const nowhere = startProxy({ target: 'http://localhost:1', socket: join(folder.path, 'none', 'a.sock') });
    await expect(nowhere).rejects.toThrow('there is no such folder, or no right to write to it');
  });

  it('cannot lead to itself', async () => {
    await expect(startProxy({ target: 'unix:/tmp/own.sock:/x', socket: '/tmp/own.sock' })).rejects.toThrow(
      'the target unix:/tmp/own.sock:/x is the proxy itself',
    );
  });
});
