import { setInterval } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { startLab } from '../../../servers/lab/start-lab.ts';
import { rawClient } from '../../helpers/raw/raw-client.ts';

const CUT_AFTER_MS = 30_000;

it('cuts a client off that sends a byte of its headers each second, after 30 s, and gives it no slot meanwhile', async () => {
  await using lab = await startLab({ LIMITED: { faults: ['capacity=1,service=fixed:1ms,queue=0,shed=503'] } });
  const began = performance.now();
  const { socket, text } = rawClient(lab.server('LIMITED').port, 'GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
  const cut = new AbortController();
  socket.once('close', () => cut.abort());
  const dribble = async () => {
    for await (const _ of setInterval(1000, undefined, { signal: cut.signal })) {
      socket.write('x');
      expect((await fetch(`${lab.url('LIMITED')}/flags/br/br.gif`)).status).toBe(200);
    }
  };
  await expect(dribble()).rejects.toThrow('aborted');
  expect(performance.now() - began).toBeGreaterThanOrEqual(CUT_AFTER_MS);
  expect(await text).toMatch(/^HTTP\/1\.1 408 /);
});
