import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { draw } from '../../../lib/chance/draw.ts';
import { countryCodes } from '../../../lib/flags/country-codes.ts';
import { UNTOUCHED } from '../../../servers/faults/contract/fate.ts';
import { fate } from '../../../servers/faults/decide-fate.ts';
import { parseProfile } from '../../../servers/faults/profile.ts';
import { preset } from '../../../servers/lab/presets.ts';
import { RawConnection, requestText } from '../../helpers/raw/raw-connection.ts';
import { withServer } from '../../helpers/with-server.ts';

const KEYS = countryCodes().map((code) => `GET /flags/${code.toLowerCase()}/${code.toLowerCase()}.gif`);
const ERROR = parseProfile(preset('ERROR').faults);

/** The fates of all flags, at their first attempts. */
function fates(faults: readonly string[], change: { seed?: number; label?: string; attempt?: number } = {}) {
  const profile = parseProfile(faults);
  return KEYS.map((key) => fate(profile, { seed: 42, label: 'ERROR', attempt: 1, ...change, key }));
}

const delays = (...args: Parameters<typeof fates>) => fates(...args).map(({ delayMs }) => delayMs);
const statuses = (...args: Parameters<typeof fates>) => fates(...args).map(({ status }) => status);

describe('a fate', () => {
  it('follows from the documented draw', () => {
    const request = { seed: 42, label: 'ERROR', key: 'GET /flags/br/br.gif', attempt: 1 };
    expect(fate(ERROR, request).delayMs).toBe(500 + 0.9311377101558246 * 4500);
    const isError = draw({ ...request, fault: 'status' }, 0) < 0.25;
    expect(fate(ERROR, request).status).toBe(isError ? 418 : undefined);
  });

  it('is the same whatever was asked before it, and how often', () => {
    const requests = fc.record({ key: fc.constantFrom(...KEYS), attempt: fc.integer({ min: 1, max: 5 }) });
    const of = ({ key, attempt }: { key: string; attempt: number }) =>
      fate(ERROR, { seed: 42, label: 'ERROR', key, attempt });
    fc.assert(
      fc.property(fc.array(requests, { minLength: 2, maxLength: 20 }), (asked) => {
        const forward = asked.map(of);
        const backward = asked.toReversed().map(of).toReversed();
        expect(backward).toEqual(forward);
      }),
    );
  });

  it.each([{ seed: 43 }, { label: 'DELAY' }, { attempt: 2 }])('is another for %j', (change) => {
    const faults = preset('ERROR').faults;
    const same = delays(faults).filter((delayMs, i) => delayMs === delays(faults, change)[i]);
    expect(same).toEqual([]);
    expect(statuses(faults, change)).not.toEqual(statuses(faults));
  });

  it('keeps its delay when the rate of errors changes, and its error when the delay does', () => {
    const before = ['delay=uniform:0.5s..5s', 'status=418@25%'];
    expect(delays(['delay=uniform:0.5s..5s', 'status=418@60%'])).toEqual(delays(before));
    expect(delays(['delay=uniform:0.5s..5s'])).toEqual(delays(before));
    expect(statuses(['delay=normal:1s,200ms', 'status=418@25%'])).toEqual(statuses(before));
    expect(statuses(['hang@50%', 'status=418@25%'])).toEqual(statuses(before));
  });

  it('only gains errors when their rate grows', () => {
    const few = statuses(['status=418@25%']);
    const many = statuses(['status=418@60%']);
    for (const [i, status] of few.entries()) if (status !== undefined) expect(many[i]).toBe(418);
    expect(many.filter(Boolean).length).toBeGreaterThan(few.filter(Boolean).length);
  });

  it('draws from a stream of its own for the second fault of a kind', () => {
    const profile = parseProfile(['delay=uniform:0s..1s', 'delay=uniform:0s..1s']);
    for (const key of KEYS.slice(0, 20)) {
      const stream = { seed: 42, label: 'ERROR', key, attempt: 1 };
      const [first, second] = ['delay', 'delay#2'].map((fault) => draw({ ...stream, fault }, 0) * 1000);
      expect(fate(profile, stream).delayMs).toBe(first! + second!);
    }
    const [one, two] = [statuses(['status=418@50%']), statuses(['status=418@0%', 'status=503@50%'])];
    expect(two.map((status) => status === 503)).not.toEqual(one.map((status) => status === 418));
  });

  it('has of each capacity the service of its own stream, and their sum', () => {
    const profile = parseProfile([
      'capacity=1,service=uniform:0s..1s,shed-after=1s',
      'capacity=2,service=fixed:5s',
      'capacity=3,service=uniform:0s..1s,shed-after=3s',
    ]);
    for (const key of KEYS.slice(0, 20)) {
      const stream = { seed: 42, label: 'ERROR', key, attempt: 1 };
      const [first, third] = ['capacity', 'capacity#3'].map((fault) => draw({ ...stream, fault }, 0) * 1000);
      const capacities = [
        { serviceMs: first!, shedAfterMs: 1000 },
        { serviceMs: 5000, shedAfterMs: 10 },
        { serviceMs: third!, shedAfterMs: 3000 },
      ];
      const serviceMs = first! + 5000 + third!;
      expect(fate(profile, stream)).toMatchObject({ serviceMs, shedAfterMs: 3000, capacities });
      const tenth = capacities.map((one) => ({ serviceMs: one.serviceMs / 10, shedAfterMs: one.shedAfterMs / 10 }));
      const scaled = fate(profile, { ...stream, timeScale: 0.1 });
      for (const [i, one] of scaled.capacities!.entries()) {
        expect(one!.serviceMs).toBeCloseTo(tenth[i]!.serviceMs, 9);
        expect(one!.shedAfterMs).toBeCloseTo(tenth[i]!.shedAfterMs, 9);
      }
    }
  });

  it('has no list of capacities where there is one or none', () => {
    const [one] = fates(['capacity=1,service=uniform:0s..1s', 'delay=1s']);
    expect(Object.keys(one!)).toEqual(Object.keys(UNTOUCHED));
  });

  it('touches the share of requests that was asked for', () => {
    const touched = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].flatMap((attempt) => statuses(['status=418@25%'], { attempt }));
    const share = touched.filter(Boolean).length / touched.length;
    expect(Math.abs(share - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / touched.length));
  });

  it.each([
    [0, '0%'],
    [KEYS.length, '100%'],
  ])('touches %d of all requests at a rate of %s', (count, rate) => {
    expect(statuses([`status=418@${rate}`]).filter(Boolean)).toHaveLength(count);
  });

  it('has every duration multiplied by the time scale', () => {
    const profile = parseProfile([
      'delay=2s',
      'status=503,retry-after=3s',
      'slow-headers=1s',
      'capacity=1,service=4s',
      'travel=5s',
    ]);
    const request = { seed: 42, label: 'ERROR', key: KEYS[0]!, attempt: 1 };
    const durations = { delayMs: 2000, retryAfterMs: 3000, slowHeadersMs: 1000, serviceMs: 4000, travelMs: 5000 };
    expect(fate(profile, request)).toMatchObject(durations);
    const tenth = Object.fromEntries(Object.entries(durations).map(([name, ms]) => [name, ms / 10]));
    expect(fate(profile, { ...request, timeScale: 0.1 })).toMatchObject(tenth);
    expect(fate(profile, { ...request, timeScale: 0 })).toMatchObject({ delayMs: 0, serviceMs: 0 });
  });

  it('is untouched where there is no fault, or none that touches it', () => {
    expect(fates([])).toEqual(KEYS.map(() => UNTOUCHED));
    expect(fates(['status=418@0%'])).toEqual(KEYS.map(() => UNTOUCHED));
  });

  it('is a plain value, which makes the way to JSON and back', () => {
    const [first] = fates(['delay=1s', 'status=418,retry-after=2s']);
    expect(JSON.parse(JSON.stringify(first))).toEqual(JSON.parse(JSON.stringify(structuredClone(first))));
    expect(first).toMatchObject({ delayMs: 1000, status: 418, retryAfterMs: 2000, faults: ['delay', 'status'] });
  });
});

describe('clients that ask in different ways', () => {
  const paths = KEYS.slice(0, 40).map((key) => key.slice('GET '.length));
  const options = { label: 'ERROR', faults: ['delay=uniform:1ms..20ms', 'status=418@25%'], seed: 5 };

  /** What each key met, in the order of the keys. */
  function metBy(ask: (port: number) => Promise<void>) {
    return withServer(options, async (server) => {
      await ask(server.port);
      const met = (await server.records()).map(({ key, attempt, injectedMs, status }) => ({
        key,
        attempt,
        injectedMs,
        status,
      }));
      return met.sort((a, b) => (a.key === b.key ? a.attempt - b.attempt : a.key < b.key ? -1 : 1));
    });
  }

  it('meet the same delays and errors: one after another, all at once, backwards, pipelined, by HEAD', async () => {
    const oneAfterAnother = await metBy(async (port) => {
      using connection = await RawConnection.to(port);
      for (const path of [...paths, ...paths]) await connection.ask(`GET ${path} HTTP/1.1`);
    });
    const allAtOnce = await metBy(async (port) => {
      const ask = async (path: string) => (await fetch(`http://localhost:${port}${path}`)).arrayBuffer();
      await Promise.all([...paths, ...paths].toReversed().map(ask));
    });
    const pipelined = await metBy(async (port) => {
      using connection = await RawConnection.to(port);
      const both = [...paths, ...paths].map((path, i) =>
        requestText(`${i % 2 === 0 ? 'HEAD' : 'GET'} ${path} HTTP/1.1`),
      );
      connection.send(both.join(''));
      for (let i = 0; i < both.length; i++) await connection.next(i % 2 === 0 ? 'HEAD' : 'GET');
    });
    expect(oneAfterAnother).toHaveLength(2 * paths.length);
    expect(new Set(oneAfterAnother.map(({ status }) => status))).toEqual(new Set([200, 418]));
    expect(allAtOnce).toEqual(oneAfterAnother);
    expect(pipelined).toEqual(oneAfterAnother);
  });
});
