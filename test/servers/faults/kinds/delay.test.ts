import { describe, expect, it } from 'vitest';
import { countryCodes } from '../../../../lib/flags/country-codes.ts';
import { RawConnection, requestText } from '../../../helpers/raw/raw-connection.ts';
import { withServer } from '../../../helpers/with-server.ts';

const PATH = '/flags/br/br.gif';
const PATHS = countryCodes().map((code) => `/flags/${code.toLowerCase()}/${code.toLowerCase()}.gif`);

/** A response may leave so much later than its fate says when the machine is busy; never earlier. */
const NOISE_MS = 5000;

describe('the delay fault', () => {
  it('holds each answer back as long as its fate says and Server-Timing confesses, never shorter', async () => {
    await withServer({ label: 'DELAY', faults: ['delay=uniform:50ms..500ms'] }, async (server) => {
      const measured = PATHS.slice(0, 100).map(async (path) => {
        const begin = performance.now();
        const { headers } = await fetch(server.url + path);
        const elapsedMs = performance.now() - begin;
        const confessedMs = Number(/^fault;dur=([\d.]+)$/.exec(headers.get('server-timing')!)![1]);
        return { elapsedMs, confessedMs, faults: headers.get('x-lab-fault') };
      });
      for (const { elapsedMs, confessedMs, faults } of await Promise.all(measured)) {
        expect(faults).toBe('delay');
        expect(confessedMs).toBeGreaterThanOrEqual(50);
        expect(confessedMs).toBeLessThanOrEqual(500);
        // Rounded to a microsecond.
        expect(elapsedMs).toBeGreaterThanOrEqual(confessedMs - 0.001);
        expect(elapsedMs).toBeLessThan(confessedMs + NOISE_MS);
      }
      for (const { arrivedMs, firstByteMs, injectedMs } of await server.records()) {
        expect(firstByteMs! - arrivedMs).toBeGreaterThanOrEqual(injectedMs);
        expect(firstByteMs! - arrivedMs).toBeLessThan(injectedMs + NOISE_MS);
      }
    });
  });

  it('holds all answers back side by side: a hundred take as long as one', async () => {
    await withServer({ faults: ['delay=300ms'] }, async ({ url }) => {
      const begin = performance.now();
      await Promise.all(PATHS.slice(0, 100).map((path) => fetch(url + path)));
      expect(performance.now() - begin).toBeGreaterThanOrEqual(300);
      expect(performance.now() - begin).toBeLessThan(300 + NOISE_MS);
    });
  });

  it('is multiplied by the time scale, in what is done and in what is said', async () => {
    await withServer({ faults: ['delay=1h'], timeScale: 0.00001 }, async (server) => {
      expect((await fetch(server.url + PATH)).headers.get('server-timing')).toBe('fault;dur=36');
      expect(await server.records()).toMatchObject([{ injectedMs: 36 }]);
    });
  });

  it('adds up when there are two', async () => {
    await withServer({ faults: ['delay=20ms', 'delay=30ms'] }, async ({ url }) => {
      const { headers } = await fetch(url + PATH);
      expect([headers.get('server-timing'), headers.get('x-lab-fault')]).toEqual(['fault;dur=50', 'delay, delay']);
    });
  });

  it('ends at once when the client goes away, and leaves no timer', async () => {
    await withServer({ label: 'DELAY', faults: ['delay=1h'] }, async (server) => {
      const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
      const clients = await Promise.all(Array.from({ length: 20 }, () => RawConnection.to(server.port)));
      // The last one has pipelined: three wait on one connection.
      clients.at(-1)!.send(requestText(`GET ${PATH} HTTP/1.1`).repeat(2));
      for (const client of clients) client.send(requestText(`GET ${PATH} HTTP/1.1`));
      await expect.poll(async () => (await server.records()).length).toBe(22);
      expect(timers()).toBeGreaterThanOrEqual(22);

      const goneAt = performance.now();
      for (const client of clients) client[Symbol.dispose]();
      const endings = async () => (await server.records()).map(({ ending }) => ending);
      await expect.poll(endings).toEqual(Array(22).fill('client-gone'));
      expect(performance.now() - goneAt).toBeLessThan(5000);
      // The rest are the test runner's own.
      await expect.poll(timers).toBeLessThan(10);
      for (const record of await server.records()) {
        expect(record).toMatchObject({ status: undefined, firstByteMs: undefined, bytes: 0, faults: ['delay'] });
      }
    });
  });
});
