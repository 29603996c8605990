import { connect } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startControl } from '../../../cli/running-servers/start-control.ts';
import { startLab } from '../../../servers/lab/start-lab.ts';
import { startProxy } from '../../../servers/lab/start-proxy.ts';

const SEED = 11;
const STREAMS = 10_000;

/** A leak of 2 KB with each stream would be over this. */
const MEMORY_BYTES = 16 * 1024 ** 2;

const STARTS = [
  '',
  'GET ',
  'GET / HTTP/1.1\r\n',
  'POST /api/runs HTTP/1.1\r\nHost: localhost\r\n',
  'PUT /x HTTP/1.1\r\nHost: ',
];
const ENDS = ['', '\r\n\r\n', ' HTTP/1.1\r\nHost: localhost\r\n\r\n', '\r\nTransfer-Encoding: chunked\r\n\r\n', '\0'];

/** Noise, alone or where a request has a path, headers or a body. */
const stream = fc
  .tuple(fc.constantFrom(...STARTS), fc.uint8Array({ maxLength: 120 }), fc.constantFrom(...ENDS))
  .map(([start, noise, end]) => Buffer.concat([Buffer.from(start), noise, Buffer.from(end)]));

/** Sends a stream, closes that side, and reads until the server closes too. */
function answerTo(port: number, bytes: Buffer): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.setEncoding('latin1').on('data', (chunk) => {
      text += chunk;
    });
    // A server that closes while bytes are still coming may reset the connection.
    socket.on('error', () => {});
    socket.on('close', () => resolve(text));
    socket.end(bytes);
  });
}

function usedBytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

/** That a port answers each stream below 500 or not at all, and keeps nothing of it. */
async function withstands(port: number): Promise<void> {
  const law = fc.asyncProperty(stream, async (bytes) => {
    const statusLines = (await answerTo(port, bytes)).match(/HTTP\/1\.1 \d+/g) ?? [];
    expect(statusLines.filter((line) => !/ [1-4]\d\d$/.test(line))).toEqual([]);
  });
  await fc.assert(law, { seed: SEED, numRuns: STREAMS / 10 });
  const before = usedBytes();
  await fc.assert(law, { seed: SEED + 1, numRuns: STREAMS });
  expect(usedBytes() - before).toBeLessThan(MEMORY_BYTES);
}

describe('10,000 random byte streams', () => {
  it('leave a flag server up and its memory as it was', async () => {
    await using lab = await startLab({ LOCAL: {} });
    await withstands(lab.server('LOCAL').port);
    expect((await fetch(`${lab.url('LOCAL')}/flags/br/br.gif`)).status).toBe(200);
  });

  it('leave the control API up and its memory as it was', async () => {
    await using lab = await startLab({ LOCAL: {} });
    const control = await startControl(lab, { port: 0, host: undefined, open: false });
    try {
      await withstands(Number(new URL(control.url).port));
      expect((await fetch(`${control.url}/api/servers`)).status).toBe(200);
    } finally {
      await control.close();
    }
  });

  it('leave a proxy up and its memory as it was', async () => {
    await using lab = await startLab({ LOCAL: {} });
    await using proxy = await startProxy({ target: lab.url('LOCAL') });
    await withstands(proxy.port);
    expect((await fetch(`${proxy.url}/flags/br/br.gif`)).status).toBe(200);
  });
});
