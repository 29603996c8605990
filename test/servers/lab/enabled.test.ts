import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { RunningServer } from '../../../servers/lab/running-server.ts';
import { startLab } from '../../../servers/lab/start-lab.ts';
import { startProxy } from '../../../servers/lab/start-proxy.ts';
import { startServer } from '../../helpers/raw/http-server.ts';

const PATH = '/flags/br/br.gif';

/** Why a connection to a port is not to be had; undefined where it is. */
async function refusal(port: number, host = '127.0.0.1'): Promise<string | undefined> {
  const socket = connect(port, host);
  try {
    await once(socket, 'connect');
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  } finally {
    socket.destroy();
  }
}

async function refusesAndAccepts(server: RunningServer): Promise<void> {
  await server.setEnabled(false);
  expect(await server.isEnabled()).toBe(false);
  expect([await refusal(server.port), await refusal(server.port, '::1')]).toEqual(['ECONNREFUSED', 'ECONNREFUSED']);
  await server.setEnabled(false);
  await server.setEnabled(true);
  expect(await server.isEnabled()).toBe(true);
  expect([await refusal(server.port), await refusal(server.port, '::1')]).toEqual([undefined, undefined]);
}

describe('a server that is switched off', () => {
  it.each([
    ['of flags', 'LOCAL', false],
    ['in a thread', 'LOCAL', true],
    ['of characters by TCP', 'MOJIFINDER-TCP', false],
    ['of characters by HTTP', 'MOJIFINDER-WEB', true],
    ['of names', 'NAMES', false],
  ])('refuses connections until it is switched on: one %s', async (_, label, threads) => {
    await using lab = await startLab({ [label]: {} }, { threads });
    await refusesAndAccepts(lab.server(label));
  });

  it('is told from curl by its exit code, and answers again at the same address with faults and attempts as they were', async () => {
    await using lab = await startLab({ LOCAL: { faults: ['status=503,first=1'] } });
    const server = lab.server('LOCAL');
    const curl = () =>
      promisify(execFile)('curl', ['-s', '-o', '/dev/null', '-w', '%{http_code}', server.url + PATH]).then(
        ({ stdout }) => stdout,
        ({ code }) => `exit ${code}`,
      );
    expect(await curl()).toBe('503');
    await server.setEnabled(false);
    expect(await curl()).toBe('exit 7');
    await server.setEnabled(true);
    expect(await curl()).toBe('200');
    expect(await server.records()).toMatchObject([{ attempt: 1 }, { attempt: 2 }]);
  });

  it('breaks off what is in flight, and does not say that the client has left', async () => {
    await using lab = await startLab({ SLOW: { faults: ['hang'] } });
    const server = lab.server('SLOW');
    const asked = fetch(server.url + PATH).then(
      () => 'answered',
      () => 'broken off',
    );
    await expect.poll(() => server.counts()).toMatchObject({ inFlight: 1 });
    await server.setEnabled(false);
    expect(await asked).toBe('broken off');
    await expect.poll(() => server.records()).toMatchObject([{ ending: 'reset' }]);
    expect((await server.verdict()).clientGone).toBe(0);
  });

  it('takes the last of changes that come at once', async () => {
    await using lab = await startLab({ LOCAL: {} });
    const server = lab.server('LOCAL');
    await Promise.all([false, true, false, true, false].map((enabled) => server.setEnabled(enabled)));
    expect(await refusal(server.port)).toBe('ECONNREFUSED');
  });

  it('says so when somebody else listens there by then, and stays off', async () => {
    await using lab = await startLab({ LOCAL: {}, OTHER: { faults: [] } });
    const { port } = lab.server('LOCAL');
    await lab.server('LOCAL').setEnabled(false);
    await using _taken = await startLab({ TAKER: { faults: [], port } });
    const again = lab.server('LOCAL').setEnabled(true);
    await expect(again).rejects.toMatchObject({
      code: 'LAB_LISTEN',
      message: expect.stringContaining(`${port} is taken`),
    });
    expect(await lab.server('LOCAL').isEnabled()).toBe(false);
  });

  it('cannot be switched on once it is closed', async () => {
    const lab = await startLab({ LOCAL: {} });
    await lab.close(0);
    await expect(lab.server('LOCAL').setEnabled(true)).rejects.toMatchObject({ code: 'LAB_SERVER_GONE' });
  });
});

describe('a proxy that is switched off', () => {
  it('breaks WebSockets off', async () => {
    const echo = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(echo, 'listening');
    const target = `http://127.0.0.1:${(echo.address() as { port: number }).port}`;
    await using proxy = await startProxy({ target });
    const socket = new WebSocket(`ws://127.0.0.1:${proxy.port}/`);
    await once(socket, 'open');
    const closed = once(socket, 'close');
    await proxy.setEnabled(false);
    await closed;
    expect(await refusal(proxy.port)).toBe('ECONNREFUSED');
    echo.close();
  });

  it('may be so from the start, with a port that stays its own', async () => {
    await using target = await startServer();
    await using proxy = await startProxy({ target: target.origin, enabled: false });
    expect(await refusal(proxy.port)).toBe('ECONNREFUSED');
    await proxy.setEnabled(true);
    expect((await fetch(proxy.url)).status).toBe(200);
  });
});
