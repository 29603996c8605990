import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startLab } from '../../../../servers/lab/start-lab.ts';
import { startProxy } from '../../../../servers/lab/start-proxy.ts';
import { startServer } from '../../../helpers/raw/http-server.ts';
import { getAndClose } from '../../../helpers/raw/raw-answer.ts';

const PATH = '/flags/br/br.gif';
const FLAG_BYTES = 15_745;

describe('an answer that is throttled', () => {
  it('is as fast as that over many writes, and never faster', async () => {
    const block = Buffer.alloc(10_000);
    await using target = await startServer(() => async (_request, response) => {
      for (let i = 0; i < 50; i++) if (!response.write(block)) await once(response, 'drain');
      response.end();
    });
    await using proxy = await startProxy({ target: target.origin, faults: ['throttle=1MB/s'] });
    const began = performance.now();
    const body = await (await fetch(proxy.url)).arrayBuffer();
    const elapsedMs = performance.now() - began;
    expect(body.byteLength).toBe(500_000);
    expect(elapsedMs).toBeGreaterThanOrEqual(490);
    // A busy machine is slower; how near it comes to the rate is measured where nothing else runs.
    expect(elapsedMs).toBeLessThan(2000);
  });

  it('counts in the records as far as its client has got it', async () => {
    await using lab = await startLab({ LAB: { faults: ['throttle=10KB/s'] } });
    const socket = connect(lab.server('LAB').port, '127.0.0.1');
    socket.write(getAndClose(PATH));
    let received = 0;
    for await (const chunk of socket) {
      received += (chunk as Buffer).length;
      if (received > 3000) break;
    }
    socket.destroy();
    await expect.poll(() => lab.records('LAB')).toMatchObject([{ ending: 'client-gone' }]);
    const [record] = await lab.records('LAB');
    const { bytes } = record!;
    expect(bytes).toBeGreaterThan(2000);
    expect(bytes).toBeLessThan(FLAG_BYTES);
  });
});

it.each([
  ['truncate', Math.floor(FLAG_BYTES / 2)],
  ['reset,at=body', Math.floor(FLAG_BYTES / 2)],
  ['reset,at=headers', 0],
])('an answer that %s breaks off counts as far as it was sent', async (fault, bytes) => {
  await using lab = await startLab({ LAB: { faults: [fault] } });
  const answered = fetch(lab.url('LAB') + PATH).then((response) => response.arrayBuffer());
  await expect(answered).rejects.toThrow();
  await expect.poll(() => lab.records('LAB')).toMatchObject([{ ending: 'reset', bytes }]);
});
