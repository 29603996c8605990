import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { formatProfile } from '../../../../servers/faults/format-profile.ts';
import { parseProfile } from '../../../../servers/faults/profile.ts';
import { startLab } from '../../../../servers/lab/start-lab.ts';
import { startProxy } from '../../../../servers/lab/start-proxy.ts';
import { startServer } from '../../../helpers/raw/http-server.ts';
import { getAndClose, rawAnswer } from '../../../helpers/raw/raw-answer.ts';

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

/** What curl says of an upload: its status, the bytes that it sent, and how long it took in milliseconds. */
async function upload(url: string, bytes: number, ...more: string[]) {
  const file = join(tmpdir(), `flaglab-upload-${process.pid}-${bytes}`);
  await writeFile(file, Buffer.alloc(bytes, 'x'));
  const format = '%{http_code} %{size_upload} %{time_total}';
  const { stdout } = await promisify(execFile)('curl', [
    ...['-sS', '-o', '/dev/null', '-w', format, '-H', 'Expect:', '--data-binary', `@${file}`],
    ...[...more, url],
  ]).finally(() => rm(file));
  const [status, sent, seconds] = stdout.split(' ').map(Number);
  return { status, sent, elapsedMs: seconds! * 1000 };
}

describe('an upload that is throttled', () => {
  const FAULTS = ['throttle=200KB/s,toward=server'];

  it.each([
    ['with a length', []],
    ['in chunks', ['-H', 'Transfer-Encoding: chunked']],
  ])('reaches the target of a proxy whole and no faster than that, %s', async (_, more) => {
    const hash = createHash('sha256');
    await using target = await startServer(() => async (request, response) => {
      for await (const chunk of request) hash.update(chunk as Buffer);
      response.end('stored');
    });
    await using proxy = await startProxy({ target: target.origin, faults: FAULTS });
    const { status, sent, elapsedMs } = await upload(proxy.url, 100_000, ...more);
    expect(status).toBe(200);
    // Beside the bytes themselves, what frames the chunks.
    expect(sent).toBeGreaterThanOrEqual(100_000);
    expect(hash.digest('hex')).toBe(createHash('sha256').update(Buffer.alloc(100_000, 'x')).digest('hex'));
    expect(elapsedMs).toBeGreaterThanOrEqual(480);
    const [record] = await proxy.records();
    expect(record).toMatchObject({ status: 200, bytes: 6, faults: ['throttle'] });
    expect(record!.injectedMs).toBeCloseTo(488.28, 0);
  });

  it('goes through whole at a pace that few notice', async () => {
    let received = 0;
    await using target = await startServer(() => async (request, response) => {
      for await (const chunk of request) received += (chunk as Buffer).length;
      response.end();
    });
    await using proxy = await startProxy({ target: target.origin, faults: ['throttle=100MB/s,toward=server'] });
    const { status, elapsedMs } = await upload(proxy.url, 20_000_000);
    expect([status, received]).toEqual([200, 20_000_000]);
    expect(elapsedMs).toBeGreaterThanOrEqual(190);
  });

  it('holds back on /echo too, and leaves a request without a body alone', async () => {
    await using lab = await startLab({ LAB: { faults: FAULTS } });
    expect((await upload(`${lab.url('LAB')}/echo`, 50_000)).elapsedMs).toBeGreaterThanOrEqual(240);
    expect((await fetch(lab.url('LAB') + PATH)).status).toBe(200);
    const [echoed, asked] = await lab.records('LAB');
    expect(echoed).toMatchObject({ status: 200, bytes: 50_000 });
    expect(asked).toMatchObject({ status: 200, bytes: FLAG_BYTES, injectedMs: 0 });
  });

  it('has its client wait, instead of keeping what it sends', async () => {
    await using target = await startServer(() => (request, response) => {
      request.resume().on('end', () => response.end());
    });
    await using proxy = await startProxy({ target: target.origin, faults: ['throttle=1KB/s,toward=server'] });
    const socket = connect(proxy.port, '127.0.0.1');
    const bytes = 64 * 2 ** 20;
    socket.write(`POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${bytes}\r\n\r\n`);
    let sent = 0;
    const block = Buffer.alloc(65_536);
    const writeMore = () => {
      while (sent < bytes && socket.write(block)) sent += block.length;
    };
    socket.on('drain', writeMore);
    writeMore();
    await expect.poll(() => proxy.counts()).toMatchObject({ inFlight: 1 });
    let before = -1;
    await expect
      .poll(
        () => {
          const stands = sent === before;
          before = sent;
          return stands;
        },
        { interval: 200 },
      )
      .toBe(true);
    // What the buffers of the system hold, on both ends.
    expect(sent).toBeLessThan(32 * 2 ** 20);
    socket.destroy();
    await proxy.close(0);
  });

  it('that an injected answer leaves unread does not hold up the next request of its connection', async () => {
    await using lab = await startLab({ LAB: { faults: [...FAULTS, 'status=503,method=POST'] } });
    const { port } = lab.server('LAB');
    const body = 'x'.repeat(100_000);
    const post = `POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    const { text } = await rawAnswer(port, post + getAndClose(PATH));
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 503', 'HTTP/1.1 200']);
  });

  it('is nothing to a server whose requests are lines', async () => {
    await expect(startLab({ 'MOJIFINDER-TCP': { faults: FAULTS } })).rejects.toThrow(
      'MOJIFINDER-TCP cannot carry out throttle=200KB/s,toward=server: a query is a line, so leave toward out',
    );
  });

  it('is written as it is read', () => {
    expect(formatProfile(parseProfile(FAULTS))).toBe('throttle=200KB/s,toward=server');
    expect(formatProfile(parseProfile(['throttle=1KB/s,toward=client']))).toBe('throttle=1KB/s');
    expect(() => parseProfile(['throttle=1KB/s,toward=both'])).toThrow('toward: must be one of client, server');
  });
});
