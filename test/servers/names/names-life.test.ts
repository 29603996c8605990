import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { startLab } from '../../../servers/lab/start-lab.ts';
import { DatagramClient, prefixed, questionBytes, StreamClient, said } from '../../helpers/raw/dns-client.ts';

/** Somebody else on a port: by UDP where that is said, else by TCP. */
async function stranger(isUdp: boolean, host: string, port: number): Promise<AsyncDisposable> {
  if (isUdp) {
    const socket = createSocket(host === '::1' ? 'udp6' : 'udp4').bind(port, host);
    await once(socket, 'listening');
    return { [Symbol.asyncDispose]: async () => void socket.close() };
  }
  const server = createServer().listen(port, host);
  await once(server, 'listening');
  return { [Symbol.asyncDispose]: async () => void server.close() };
}

/** A port that is free by UDP and TCP, and that the system gives to nobody else meanwhile: it gives those from 32768 on. */
async function quietPort(): Promise<number> {
  for (let port = 20_000 + (process.pid % 10_000); ; port++) {
    const lab = await startLab({ NAMES: { port } }).catch(() => undefined);
    await lab?.close(0);
    if (lab !== undefined) return port;
  }
}

describe('NAMES', () => {
  it.each([
    [true, '127.0.0.1'],
    [true, '::1'],
    [false, '127.0.0.1'],
    [false, '::1'],
  ])('names the port that is taken (by UDP: %s) on %s, and holds nothing', async (isUdp, host) => {
    const port = await quietPort();
    {
      await using _taken = await stranger(isUdp, host, port);
      await expect(startLab({ NAMES: { port } })).rejects.toMatchObject({
        code: 'LAB_LISTEN',
        message: `NAMES cannot listen: port ${port} is taken`,
      });
    }
    await using lab = await startLab({ NAMES: { port } });
    using client = await DatagramClient.to(lab.server('NAMES').port);
    expect(said(await client.ask(questionBytes('is.dev'))).code).toBe('NOERROR');
  });

  it('answers what waits before it goes, and takes nothing more', async () => {
    const lab = await startLab({ NAMES: { faults: ['delay=400ms'] } });
    const { port } = lab.server('NAMES');
    using datagrams = await DatagramClient.to(port);
    using stream = await StreamClient.to(port);
    using idle = await StreamClient.to(port);
    const answer = datagrams.ask(questionBytes('is.dev'));
    stream.send(prefixed(questionBytes('is.dev')));
    await vi.waitFor(async () => expect((await lab.server('NAMES').counts()).inFlight).toBe(2));
    const closed = lab.close();
    await datagrams.send(questionBytes('as.dev'));
    expect(said(await answer).data).toEqual(['127.0.0.1']);
    expect(said((await stream.next())!).data).toEqual(['127.0.0.1']);
    expect([await stream.next(), await idle.next()]).toEqual([undefined, undefined]);
    await closed;
    expect(datagrams.unread).toBe(0);
  });

  it('goes at once where nobody is to wait', async () => {
    const lab = await startLab({ NAMES: { faults: ['delay=1h'] } });
    const { port } = lab.server('NAMES');
    using datagrams = await DatagramClient.to(port);
    using stream = await StreamClient.to(port);
    await datagrams.send(questionBytes('is.dev'));
    stream.send(prefixed(questionBytes('as.dev')));
    const { counts, records } = lab.server('NAMES');
    await vi.waitFor(async () => expect((await counts()).inFlight).toBe(2));
    await lab.close(0);
    expect((await records()).map(({ ending }) => ending)).toEqual(['client-gone', 'client-gone']);
    expect(await stream.next()).toBeUndefined();
  });

  it('survives noise of any kind, by UDP and TCP, and keeps nothing of it', async () => {
    await using lab = await startLab({ NAMES: {} });
    const { port } = lab.server('NAMES');
    using client = await DatagramClient.to(port);
    const header = fc.constantFrom(
      '',
      '000701000001000000000000',
      '00070100ffffffffffffffff',
      '0007010000010000000000ff',
    );
    const noise = fc
      .tuple(header, fc.uint8Array({ maxLength: 600 }))
      .map(([begin, bytes]) => Buffer.concat([Buffer.from(begin, 'hex'), bytes]));
    const messages = fc.sample(noise, { seed: 11, numRuns: 1500 });
    const send = async () => {
      for (const [i, message] of messages.entries()) {
        await client.send(message);
        if (i % 100 > 0) continue;
        using stream = await StreamClient.to(port);
        stream.socket.end(i % 200 > 0 ? prefixed(message) : message);
        while ((await stream.next().catch(() => undefined)) !== undefined);
      }
      // What came before it has been looked at when this is answered.
      const id = 4711;
      await client.send(questionBytes('is.dev', 'A', { id }));
      while ((await client.next()).readUInt16BE(0) !== id);
    };
    await send();
    const before = heapBytes();
    for (let round = 0; round < 3; round++) await send();
    expect(heapBytes() - before).toBeLessThan(8 * 1024 ** 2);
    const { inFlight } = await lab.server('NAMES').counts();
    expect(inFlight).toBe(0);
  });
});

function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}
