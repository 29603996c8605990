import { request } from 'undici';
import { describe, expect, it } from 'vitest';
import { startLab } from '../../../../servers/lab/start-lab.ts';

const PATH = '/flags/br/br.gif';

/**
 * Throughput at saturation, from the server's own records, without the first and the last wave. So many clients that the
 * queue outlasts a pause of theirs: the server is measured, not the machine's other work.
 */
async function saturatedThroughput(fault: string, clients: number, requests: number): Promise<number> {
  await using lab = await startLab({ LAB: { faults: [fault] } }, { threads: true });
  const url = lab.url('LAB') + PATH;
  let left = requests;
  const loop = async () => {
    while (left-- > 0) await (await request(url)).body.dump();
  };
  await Promise.all(Array.from({ length: clients }, loop));
  const ends = (await lab.records('LAB')).map(({ firstByteMs }) => firstByteMs!).sort((a, b) => a - b);
  const [from, to] = [Math.floor(requests / 5), requests - clients];
  return ((to - from) / (ends[to]! - ends[from]!)) * 1000;
}

describe('the capacity fault', () => {
  it('serves slots / service time at saturation: hardly more, and not much less on a busy machine', async () => {
    const perSecond = await saturatedThroughput('capacity=4,service=fixed:50ms,queue=100', 60, 320);
    expect(perSecond / (4 / 0.05)).toBeGreaterThan(0.7);
    expect(perSecond / (4 / 0.05)).toBeLessThan(1.1);
  });

  it('multiplies the service time by 1 + contention (n − 1) + coherency n (n − 1)', async () => {
    const fault = 'capacity=4,service=fixed:25ms,queue=100,contention=0.1,coherency=0.05';
    const perSecond = await saturatedThroughput(fault, 60, 320);
    const expected = 4 / (0.025 * (1 + 0.1 * 3 + 0.05 * 4 * 3));
    expect(perSecond / expected).toBeGreaterThan(0.7);
    expect(perSecond / expected).toBeLessThan(1.1);
  });

  it('queues first come first served, says the wait, and sheds what finds the queue full', async () => {
    await using lab = await startLab({ LAB: { faults: ['capacity=1,service=fixed:500ms,queue=2'] } });
    const paths = ['br', 'us', 'in', 'cn'].map((cc) => `/flags/${cc}/${cc}.gif`);
    const answers = [];
    for (const [i, path] of paths.entries()) {
      answers.push(fetch(lab.url('LAB') + path));
      await expect.poll(async () => (await lab.records('LAB')).length, { interval: 5 }).toBe(i + 1);
    }
    const settled = await Promise.all(answers);
    expect(settled.map(({ status }) => status)).toEqual([200, 200, 200, 503]);
    expect(settled[3]!.headers.get('retry-after')).toBe('2');
    expect(settled[2]!.headers.get('server-timing')).toMatch(/^queue;dur=[\d.]+, fault;dur=[\d.]+$/);
    const records = await lab.records('LAB');
    expect(records.map(({ shed }) => shed)).toEqual([false, false, false, true]);
    expect(records[0]!.queuedMs).toBe(0);
    expect(records[2]!.queuedMs).toBeGreaterThan(records[1]!.queuedMs);
    expect(records[2]!.startedMs - records[1]!.startedMs).toBeGreaterThan(300);
  });

  it('gives the place of a client that has gone to the next, in the queue and in service', async () => {
    await using lab = await startLab({ LAB: { faults: ['capacity=1,service=fixed:30s,queue=1'] } });
    const url = lab.url('LAB') + PATH;
    const [first, second] = [new AbortController(), new AbortController()];
    const gone = [first, second].map(async ({ signal }, i) => {
      await expect.poll(async () => (await lab.records('LAB')).length).toBe(i);
      return fetch(url, { signal }).catch(() => 'gone');
    });
    await expect.poll(async () => (await lab.records('LAB')).length).toBe(2);
    await lab.setFaults('LAB', []);
    second.abort();
    first.abort();
    expect(await Promise.all(gone)).toEqual(['gone', 'gone']);
    await expect
      .poll(async () => (await lab.records('LAB')).map(({ ending }) => ending))
      .toEqual(['client-gone', 'client-gone']);
  });

  it.each([
    ['reset', /ECONNRESET|UND_ERR_SOCKET/],
    ['hang', /UND_ERR_HEADERS_TIMEOUT|TimeoutError|ABORT/i],
  ])('sheds by %s when told so', async (shed, expected) => {
    await using lab = await startLab({ LAB: { faults: [`capacity=1,service=fixed:400ms,queue=0,shed=${shed}`] } });
    const served = fetch(lab.url('LAB') + PATH);
    await expect.poll(async () => (await lab.records('LAB')).length).toBe(1);
    const signal = AbortSignal.timeout(200);
    const error = await request(lab.url('LAB') + PATH, { signal }).catch((failure: unknown) => failure);
    const { code, name } = error as { code?: string | number; name: string };
    expect(`${code} ${name}`).toMatch(expected);
    expect((await served).status).toBe(200);
  });

  it('serves in each of two capacities as long as that one asks for', async () => {
    const faults = ['capacity=8,service=fixed:100ms', 'capacity=8,service=fixed:500ms'];
    await using lab = await startLab({ LAB: { faults } }, { timeScale: 0.5 });
    const response = await fetch(lab.url('LAB') + PATH);
    const [, servedMs] = /^fault;dur=([\d.]+)$/.exec(response.headers.get('server-timing')!)!;
    expect(Number(servedMs)).toBeGreaterThan(298);
    // If both served as long as the second, it would be 500 ms.
    expect(Number(servedMs)).toBeLessThan(490);
    await response.arrayBuffer();
    await expect.poll(async () => (await lab.records('LAB'))[0]?.ending).toBe('sent');
    const [record] = await lab.records('LAB');
    expect(record).toMatchObject({ serviceMs: 300, injectedMs: 300, queuedMs: 0 });
    expect(record!.endedMs! - record!.arrivedMs).toBeGreaterThan(298);
  });

  it('turns away as quickly as that one of two capacities asks for whose queue is full', async () => {
    const faults = ['capacity=1,service=20s,queue=0,shed-after=50ms', 'capacity=8,service=5s,shed-after=30s'];
    await using lab = await startLab({ LAB: { faults } });
    const gone = new AbortController();
    const served = fetch(lab.url('LAB') + PATH, { signal: gone.signal }).catch(() => 'gone');
    await expect.poll(async () => (await lab.records('LAB')).length).toBe(1);
    const refused = await fetch(lab.url('LAB') + PATH);
    expect(refused.status).toBe(503);
    // After the service of the first, neither of the second nor of both.
    expect(refused.headers.get('retry-after')).toBe('20');
    const { firstByteMs, arrivedMs } = (await lab.records('LAB'))[1]!;
    expect(firstByteMs! - arrivedMs).toBeGreaterThan(48);
    expect(firstByteMs! - arrivedMs).toBeLessThan(5000);
    gone.abort();
    expect(await served).toBe('gone');
  });

  it('gives two capacities in a row an ideal that no client beats', async () => {
    const faults = ['capacity=1,service=fixed:60ms', 'capacity=1,service=fixed:50ms'];
    await using lab = await startLab({ LAB: { faults } });
    const paths = ['br', 'us', 'in', 'cn', 'fr', 'de'].map((cc) => `/flags/${cc}/${cc}.gif`);
    await Promise.all(paths.map(async (path) => (await fetch(lab.url('LAB') + path)).arrayBuffer()));
    await expect.poll(async () => (await lab.verdict('LAB')).ok).toBe(6);
    const { idealMs, makespanMs } = await lab.verdict('LAB');
    // Both are in service at once: 6 · 110 ms of service in two slots.
    expect(idealMs).toBeCloseTo(330, 6);
    expect(makespanMs).toBeGreaterThan(6 * 60 + 50 - 2);
  });

  it('lets those who wait keep their place when the faults change', async () => {
    await using lab = await startLab({ LAB: { faults: ['capacity=1,service=fixed:100ms,queue=10'] } });
    const waiting = [1, 2, 3].map(() => fetch(lab.url('LAB') + PATH));
    await expect.poll(async () => (await lab.records('LAB')).length).toBe(3);
    await lab.setFaults('LAB', ['status=418']);
    expect((await fetch(lab.url('LAB') + PATH)).status).toBe(418);
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([200, 200, 200]);
  });
});
