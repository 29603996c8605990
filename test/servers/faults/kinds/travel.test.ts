import { describe, expect, it } from 'vitest';
import { countryCodes } from '../../../../lib/flags/country-codes.ts';
import { fate } from '../../../../servers/faults/decide-fate.ts';
import { parseProfile } from '../../../../servers/faults/profile.ts';
import { startProxy } from '../../../../servers/lab/start-proxy.ts';
import { getAndClose, rawAnswer } from '../../../helpers/raw/raw-answer.ts';
import { withServer } from '../../../helpers/with-server.ts';

const PATH = '/flags/br/br.gif';
const PATHS = countryCodes().map((code) => `/flags/${code.toLowerCase()}/${code.toLowerCase()}.gif`);

describe('the travel fault', () => {
  it('draws from the distribution that was asked for, adds up, and leaves the delays as they were', () => {
    const fates = (faults: string[]) =>
      PATHS.map((path) => fate(parseProfile(faults), { seed: 42, label: 'FAR', key: `GET ${path}`, attempt: 1 }));
    const delays = fates(['delay=uniform:1s..2s']).map(({ delayMs }) => delayMs);
    const both = fates(['delay=uniform:1s..2s', 'travel=uniform:100ms..300ms', 'travel=1s']);
    expect(both.map(({ delayMs }) => delayMs)).toEqual(delays);
    const drawn = both.map(({ travelMs }) => travelMs - 1000);
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(100);
    expect(Math.max(...drawn)).toBeLessThanOrEqual(300);
    const mean = drawn.reduce((sum, ms) => sum + ms, 0) / drawn.length;
    // 4 standard errors of a uniform distribution's mean.
    expect(Math.abs(mean - 200)).toBeLessThan((4 * 200) / Math.sqrt(12 * drawn.length));
  });

  it('holds an answer back and says so, together with the delay', async () => {
    await withServer({ faults: ['travel=30ms', 'delay=20ms'] }, async (server) => {
      const begin = performance.now();
      const { headers } = await fetch(server.url + PATH);
      expect(performance.now() - begin).toBeGreaterThanOrEqual(50);
      expect([headers.get('server-timing'), headers.get('x-lab-fault')]).toEqual(['fault;dur=50', 'travel, delay']);
      expect(await server.records()).toMatchObject([{ injectedMs: 50, serviceMs: 0, queuedMs: 0 }]);
    });
  });

  it('holds no slot: what is served one after the other travels side by side', async () => {
    await withServer({ faults: ['travel=1s', 'capacity=1,service=fixed:20ms'] }, async (server) => {
      const begin = performance.now();
      await Promise.all(PATHS.slice(0, 10).map((path) => fetch(server.url + path)));
      expect(performance.now() - begin).toBeGreaterThanOrEqual(1000 + 10 * 20);
      const records = await server.records();
      // Half of the way before the slot.
      for (const { arrivedMs, startedMs, queuedMs } of records.filter((record) => record.queuedMs > 0)) {
        expect(startedMs - arrivedMs - queuedMs).toBeGreaterThanOrEqual(500);
      }
      // Each waits for the service of those before it, not for their way.
      expect(Math.max(...records.map(({ queuedMs }) => queuedMs))).toBeLessThan(1000);
    });
  });

  it.each([
    ['garbage', 'what is no answer'],
    ['reset,at=connect', 'a connection that is reset as soon as the request is in'],
    ['status=418', 'an answer other than the flag'],
  ])('is the way of %s too: %s', async (fault) => {
    await withServer({ faults: [fault, 'travel=100ms'] }, async ({ port }) => {
      const begin = performance.now();
      await rawAnswer(port, getAndClose(PATH));
      expect(performance.now() - begin).toBeGreaterThanOrEqual(100);
    });
  });

  it('is the way of what a full queue turns away too', async () => {
    await withServer({ faults: ['capacity=1,service=fixed:1h,queue=0', 'travel=100ms'] }, async (server) => {
      const controller = new AbortController();
      const served = fetch(server.url + PATH, controller).catch(() => 'gone');
      await expect.poll(async () => (await server.records()).length).toBe(1);
      const begin = performance.now();
      expect((await fetch(server.url + PATH)).status).toBe(503);
      expect(performance.now() - begin).toBeGreaterThanOrEqual(100);
      controller.abort();
      expect(await served).toBe('gone');
    });
  });

  it('lies before whatever a proxy stands before', async () => {
    await withServer({}, async ({ url }) => {
      await using proxy = await startProxy({ target: url, faults: ['travel=100ms'] });
      const begin = performance.now();
      const { status, headers } = await fetch(proxy.url + PATH);
      expect(performance.now() - begin).toBeGreaterThanOrEqual(100);
      expect([status, headers.get('x-lab-fault')]).toEqual([200, 'travel']);
    });
  });
});
