import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RequestRecord } from '../../../lib/request-record.ts';
import { fate } from '../../../servers/faults/decide-fate.ts';
import { parseProfile } from '../../../servers/faults/profile.ts';
import { type RunningServer, type RunningServerOptions, startServer } from '../../../servers/lab/running-server.ts';
import { startThreadedServer } from '../../../servers/lab/threaded-server.ts';
import { runningThreads } from '../../helpers/threads.ts';

const PATH = '/flags/br/br.gif';

/** The two ways to start a server: whatever is said here holds for both. */
const WAYS: readonly (readonly [string, (options: RunningServerOptions) => Promise<RunningServer>])[] = [
  ['in this thread', startServer],
  ['in a thread of its own', startThreadedServer],
];

describe.each(WAYS)('a server %s', (_, start) => {
  const told: RequestRecord[] = [];
  let server: RunningServer;

  beforeAll(async () => {
    const onRequest = (record: RequestRecord) => void told.push(record);
    server = await start({ label: 'MINE', port: 0, seed: 7, timeScale: 0.01, onRequest });
  });
  beforeEach(async () => {
    await server.setFaults([]);
    await server.reset();
    told.length = 0;
  });
  afterAll(() => server.close(0));

  async function ask(path = PATH): Promise<number> {
    const response = await fetch(server.url + path);
    await response.arrayBuffer();
    return response.status;
  }

  it('tells its faults and takes new ones, in text or JSON form', async () => {
    expect(server).toMatchObject({ label: 'MINE', url: `http://localhost:${server.port}` });
    await server.setFaults(['delay=1ms', { fault: 'status', status: 404 }]);
    expect(await ask()).toBe(404);
    await expect(server.setFaults(['status=404@130%'])).rejects.toMatchObject({ code: 'LAB_FAULT_SPEC' });
    expect(await server.faults()).toEqual([
      { fault: 'delay', duration: { distribution: 'fixed', ms: 1 } },
      { fault: 'status', status: 404, rate: 1, failFast: false },
    ]);
  });

  it('keeps records of the run, and forgets them with it', async () => {
    await ask();
    await expect.poll(() => server.counts()).toEqual({ requests: 1, inFlight: 0, ok: 1 });
    const record = { seq: 0, label: 'MINE', key: `GET ${PATH}`, attempt: 1, status: 200, ending: 'sent' };
    expect(await server.records()).toMatchObject([record]);
    expect(await server.dropped()).toBe(0);
    expect(await server.verdict()).toMatchObject({ label: 'MINE', requests: 1, ok: 1 });
    await server.reset();
    expect(await server.records()).toEqual([]);
    await ask();
    expect(await server.records()).toMatchObject([record]);
  });

  it('tells each request that has ended to whoever asked to be told', async () => {
    for (const path of [PATH, '/nothing', PATH]) await ask(path);
    await expect.poll(() => told.length).toBe(3);
    expect(told).toEqual(await server.records());
  });

  it('gives each request the fate that its key, its seed and its time scale foretell', async () => {
    const faults = ['delay=uniform:0.5s..5s', 'status=418@25%'];
    await server.setFaults(faults);
    const paths = ['br', 'us', 'in', 'cn', 'de', 'fr', 'jp', 'mx'].map((cc) => `/flags/${cc}/${cc}.gif`);
    await Promise.all([...paths, ...paths].map(ask));
    const records = await server.records();
    expect(records).toHaveLength(16);
    for (const { key, attempt, injectedMs, status, faults: touched } of records) {
      const foretold = fate(parseProfile(faults), { seed: 7, label: 'MINE', key, attempt, timeScale: 0.01 });
      expect([injectedMs, status, touched]).toEqual([foretold.delayMs, foretold.status ?? 200, foretold.faults]);
    }
    expect(records.map(({ attempt }) => attempt).sort()).toEqual([...Array(8).fill(1), ...Array(8).fill(2)]);
  });

  it('refuses a port that is taken', async () => {
    const message = `DELAY cannot listen: port ${server.port} is taken`;
    const starting = start({ label: 'DELAY', port: server.port });
    await expect(starting).rejects.toMatchObject({ code: 'LAB_LISTEN', message });
  });

  it('lets what is in flight end when it is closed, and is gone then', async () => {
    const threads = runningThreads();
    const other = await start({ label: 'DELAY', port: 0, profile: parseProfile(['delay=200ms']) });
    const answer = fetch(other.url + PATH);
    await expect.poll(async () => (await other.records()).length).toBe(1);
    await other.close();
    expect((await (await answer).arrayBuffer()).byteLength).toBeGreaterThan(1000);
    await expect(fetch(other.url)).rejects.toThrow();
    await other.close();
    await expect.poll(runningThreads).toBe(threads);
  });

  it('breaks off what is in flight when its time is up', async () => {
    const threads = runningThreads();
    const other = await start({ label: 'DELAY', port: 0, profile: parseProfile(['delay=1h']) });
    const answer = fetch(other.url + PATH);
    await expect.poll(async () => (await other.records()).length).toBe(1);
    await Promise.all([expect(answer).rejects.toThrow(), other.close(20)]);
    await expect.poll(runningThreads).toBe(threads);
  });
});
