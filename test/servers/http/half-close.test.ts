import { spawn } from 'node:child_process';
import type { RequestListener } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { sleep } from '../../../lib/concurrency/sleep.ts';
import { ifStillThere } from '../../../servers/http/half-close.ts';
import { listen } from '../../../servers/http/listen.ts';
import { startLab } from '../../../servers/lab/start-lab.ts';
import { startProxy } from '../../../servers/lab/start-proxy.ts';

const PATH = '/flags/br/br.gif';

/** Asks and closes its writing half; resolves to all that came until the server closed. */
function askAndHalfClose(port: number, request: string): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.end(request);
  return text(socket.setEncoding('latin1'));
}

async function serving(handle: RequestListener): Promise<{ port: number } & AsyncDisposable> {
  const { port, close } = await listen(handle, { label: 'LAB', port: 0 });
  return { port, [Symbol.asyncDispose]: () => close(0) };
}

const REQUESTS = [
  ['HTTP/1.0', `GET ${PATH} HTTP/1.0\r\n\r\n`],
  ['HTTP/1.1', `GET ${PATH} HTTP/1.1\r\nHost: localhost\r\n\r\n`],
  ['HTTP/1.1 with Connection: close', `GET ${PATH} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`],
] as const;

describe.each(REQUESTS)('who asks by %s and closes its writing half is answered', (_, request) => {
  it.each([
    ['at once', []],
    ['late', ['delay=fixed:200ms']],
    ['from a queue', ['capacity=1,service=fixed:100ms,queue=9']],
    ['slowly', ['throttle=100KB/s']],
  ])('%s', async (_how, faults) => {
    await using lab = await startLab({ LAB: { faults } });
    const { port } = lab.server('LAB');
    const answers = await Promise.all([askAndHalfClose(port, request), askAndHalfClose(port, request)]);
    for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(await lab.records('LAB')).toMatchObject(Array(2).fill({ ending: 'sent', bytes: 15_745 }));
  });

  it('by a proxy, behind a server that takes its time', async () => {
    await using lab = await startLab({ LAB: { faults: ['delay=fixed:100ms'] } });
    await using proxy = await startProxy({ target: lab.url('LAB'), faults: ['delay=fixed:100ms'] });
    expect(await askAndHalfClose(proxy.port, request)).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(await proxy.records()).toMatchObject([{ ending: 'sent', bytes: 15_745 }]);
  });
});

describe('who has left', () => {
  it('is noticed long before there is an answer', async () => {
    await using lab = await startLab({ LAB: { faults: ['delay=fixed:60s'] } });
    const { port } = lab.server('LAB');
    for (const [, request] of REQUESTS) {
      const socket = connect(port, '127.0.0.1');
      socket.write(request);
      await expect.poll(async () => (await lab.server('LAB').counts()).inFlight).toBe(1);
      socket.destroy();
      await expect.poll(async () => (await lab.server('LAB').counts()).inFlight).toBe(0);
    }
    expect(await lab.records('LAB')).toMatchObject(Array(3).fill({ ending: 'client-gone' }));
  });

  it('is noticed though it had waited for a while after its request', async () => {
    await using lab = await startLab({ LAB: { faults: ['delay=fixed:60s'] } });
    const socket = connect({ port: lab.server('LAB').port, host: '127.0.0.1', allowHalfOpen: true });
    socket.end(REQUESTS[1][1]);
    await expect.poll(async () => (await lab.server('LAB').counts()).inFlight).toBe(1);
    // Long enough for the server to have seen that it is still there.
    await sleep(300);
    expect(await lab.server('LAB').counts()).toMatchObject({ inFlight: 1 });
    socket.destroy();
    await expect.poll(async () => (await lab.server('LAB').counts()).inFlight).toBe(0);
  });
});

describe('who has closed its writing half just before its answer is due', () => {
  /** Has a client ask and then do something, and a server answer as soon as the end of its writing half has come, if the client is still there. */
  async function answerAfter(then: (client: Socket) => void): Promise<{ client: Socket; answered: boolean }> {
    let answered = false;
    const over = Promise.withResolvers<void>();
    await using server = await serving((request, response) => {
      request.socket.once('end', () => {
        ifStillThere(request.socket, () => {
          answered = true;
          response.end('here');
        });
      });
      response.once('close', over.resolve);
      then(client);
    });
    const client = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
    client.write(REQUESTS[1][1]);
    await over.promise;
    return { client, answered };
  }

  it('is answered where it waits', async () => {
    const { client, answered } = await answerAfter((waiting) => waiting.end());
    expect(answered).toBe(true);
    expect(await text(client.setEncoding('latin1'))).toContain('here');
  });

  it('is not answered where it has left', async () => {
    expect(await answerAfter((leaving) => leaving.destroy())).toMatchObject({ answered: false });
  });
});

it('answers a real netcat', async () => {
  await using lab = await startLab({ LAB: { faults: ['delay=fixed:200ms'] } });
  const netcat = spawn('nc', ['-N', 'localhost', String(lab.server('LAB').port)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  netcat.stdin.end(REQUESTS[0][1]);
  expect(await text(netcat.stdout.setEncoding('latin1'))).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
});
