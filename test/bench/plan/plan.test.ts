import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PlanRequest, planDownload } from '../../../bench/plan/plan.ts';
import { strategy } from '../../../clients/strategies.ts';
import { countryCodes, MOST_POPULOUS } from '../../../lib/flags/country-codes.ts';
import { readFlagsData } from '../../../lib/flags/flags-data.ts';
import { scheduleTime } from '../../../lib/queueing/schedule-time.ts';
import { heldMs } from '../../../servers/faults/fate-times.ts';
import { parseProfile } from '../../../servers/faults/profile.ts';
import { startLab } from '../../../servers/lab/start-lab.ts';

const REQUEST: PlanRequest = {
  label: 'ERROR',
  profile: parseProfile(['delay=uniform:0.5s..5s', 'status=418@25%']),
  seed: 42,
  timeScale: 1,
  codes: countryCodes(),
  m: 20,
  timeoutMs: 3100,
};

/** 20 items, each for 100 ms in the first capacity and for 500 ms in the second. */
const TWO = { sumMs: 20 * 600, longestMs: 600, idealMs: 20 * 600, scheduleMs: 20 * 600 };

/** 20 items, one at a time for 100 ms in the first capacity, and the last of them for 50 ms in the second. */
const ONE_BY_ONE = { longestMs: 150, idealMs: 2050, scheduleMs: 2050 };

describe('a plan', () => {
  it('is the same each time, and another for another seed', () => {
    expect(planDownload(REQUEST)).toEqual(planDownload(REQUEST));
    expect(planDownload({ ...REQUEST, seed: 7 }).fates).not.toEqual(planDownload(REQUEST).fates);
  });

  it('has one fate for each code, in their order', () => {
    expect(planDownload(REQUEST).fates.map(({ code }) => code)).toEqual(REQUEST.codes);
  });

  it('counts an item that is delayed past the timeout as long as the timeout', () => {
    const { fates, longestMs, sumMs } = planDownload(REQUEST);
    const late = fates.filter(({ delayMs }) => delayMs > 3100);
    expect(late.length).toBeGreaterThan(0);
    expect(new Set(late.map(({ outcome }) => outcome))).toEqual(new Set(['timeout']));
    expect(longestMs).toBe(3100);
    expect(sumMs).toBeCloseTo(fates.reduce((sum, { delayMs }) => sum + Math.min(delayMs, 3100), 0));
  });

  it('knows which codes have no flag', () => {
    const { fates } = planDownload({ ...REQUEST, profile: [], codes: ['BR', 'ZZ'] });
    expect(fates.map(({ status, outcome }) => [status, outcome])).toEqual([
      [200, 'ok'],
      [404, 'notFound'],
    ]);
  });

  it('gives a code that is named again the fate of its next attempt', () => {
    const codes = ['BR', 'FR', 'BR', 'BR'];
    const { fates } = planDownload({ ...REQUEST, codes });
    expect(fates.map(({ code, attempt }) => `${code} ${attempt}`)).toEqual(['BR 1', 'FR 1', 'BR 2', 'BR 3']);
    expect(new Set(fates.map(({ delayMs }) => delayMs)).size).toBe(4);
    expect(planDownload({ ...REQUEST, codes: ['BR', 'FR'] }).fates).toEqual(fates.slice(0, 2));
  });

  it('has a fate for each request where the client asks again, until one comes or it has asked often enough', () => {
    const { downloads, fates } = planDownload({ ...REQUEST, retries: 2 });
    const byCode = Map.groupBy(fates, ({ code }) => code);
    for (const { code, outcome } of downloads) {
      const attempts = byCode.get(code)!;
      expect(attempts.map(({ attempt }) => attempt)).toEqual(attempts.map((_, i) => i + 1));
      expect(attempts.slice(0, -1).some((fate) => fate.outcome === 'ok')).toBe(false);
      expect(attempts.at(-1)!.outcome).toBe(outcome);
      if (outcome !== 'ok') expect(attempts).toHaveLength(3);
    }
    expect(fates.length).toBeGreaterThan(downloads.length);
  });

  it('asks for metadata once a flag has come, and not again for what asking again does not help', () => {
    const gone = { ...REQUEST, profile: parseProfile(['status=404']), codes: ['BR'], retries: 2, names: true };
    expect(planDownload(gone).fates).toHaveLength(1);
    const { fates, longestMs } = planDownload({ ...gone, profile: parseProfile(['delay=100ms']), m: 5 });
    expect(fates.map(({ code, isMetadata, attempt }) => [code, isMetadata, attempt])).toEqual([
      ['BR', false, 1],
      ['BR', true, 1],
    ]);
    expect(longestMs).toBe(200);
  });

  it('needs as long as a schedule of starts lasts, from its first', () => {
    const world = { ...REQUEST, profile: parseProfile(['delay=fixed:200ms']), codes: ['BR', 'FR', 'DE'] };
    const startsMs = [50, 100, 1000];
    expect(planDownload({ ...world, m: 3, startsMs })).toMatchObject({ idealMs: 1150, scheduleMs: 1150, sumMs: 600 });
  });

  it('lets what starts on schedule wait for the slots that the server has', () => {
    const profile = parseProfile(['capacity=1,service=fixed:100ms,queue=32']);
    const request = { ...REQUEST, profile, codes: ['BR', 'FR', 'DE'], m: 3, startsMs: [0, 10, 500] };
    expect(planDownload(request)).toMatchObject({ idealMs: 600, scheduleMs: 600 });
    expect(planDownload({ ...request, startsMs: [0, 10, 20] })).toMatchObject({ idealMs: 300, scheduleMs: 300 });
  });

  it('has no more slots than items', () => {
    expect(planDownload({ ...REQUEST, codes: ['BR', 'FR'] })).toMatchObject({ m: 2 });
    expect(planDownload({ ...REQUEST, codes: [] })).toMatchObject({ m: 1, idealMs: 0, scheduleMs: 0, longestMs: 0 });
  });

  it('multiplies every time by the time scale', () => {
    const whole = planDownload({ ...REQUEST, timeoutMs: 10_000 });
    const tenth = planDownload({ ...REQUEST, timeoutMs: 1000, timeScale: 0.1 });
    for (const time of ['sumMs', 'longestMs', 'idealMs', 'scheduleMs'] as const) {
      expect(tenth[time]).toBeCloseTo(whole[time] / 10, 6);
    }
  });

  it('needs the sum for one slot, in which ideal and schedule agree', () => {
    const { idealMs, scheduleMs, sumMs } = planDownload({ ...REQUEST, m: 1 });
    expect(idealMs).toBeCloseTo(sumMs, 6);
    expect(scheduleMs).toBeCloseTo(sumMs, 6);
  });

  it.each([
    // A delay comes after the slot: 20 services of 1 s in 2 slots, then the delay of the last.
    ['capacity and delay', ['capacity=2,service=1s', 'delay=300ms'], 20, { idealMs: 10_300, scheduleMs: 10_300 }],
    ['LIMITED', ['capacity=8,service=fixed:100ms,queue=32'], 8, { idealMs: 300, scheduleMs: 300 }],
    [
      'travel, with too few in flight',
      ['capacity=8,service=100ms', 'travel=300ms'],
      8,
      { idealMs: 1200, scheduleMs: 1200 },
    ],
    ['travel, with enough', ['capacity=8,service=100ms', 'travel=300ms'], 20, { idealMs: 600, scheduleMs: 600 }],
    // 20 items must time out: each holds the client's slot for 3.1 s, and of the server's perhaps none.
    ['services longer than the timeout', ['capacity=1,service=1h'], 20, { idealMs: 3100, scheduleMs: 62_000 }],
    // 20 requests take a token each, of which ten are there; that does not get shorter with the time scale.
    ['a rate', ['rate=5/s,burst=10'], 20, { idealMs: 2000, scheduleMs: 2000, sumMs: 0, longestMs: 0 }],
    ['a rate for some', ['rate=5/s,burst=10,path=/flags/*'], 20, { idealMs: 0, scheduleMs: 0 }],
    ['a rate that lets all through at once', ['rate=5/s,burst=20', 'delay=300ms'], 20, { idealMs: 300 }],
    ['two rates', ['rate=50/s,burst=10', 'rate=5/s,burst=10'], 20, { idealMs: 2000 }],
    ['a rate of requests that all fail', ['rate=5/s,burst=10', 'status=418'], 20, { idealMs: 0 }],
    ['slow headers', ['slow-headers=2s'], 5, { idealMs: 8000, scheduleMs: 8000, sumMs: 40_000 }],
    ['slow headers past the timeout', ['slow-headers=4s'], 5, { idealMs: 12_400, scheduleMs: 12_400 }],
    ['two capacities of one item at a time', ['capacity=8,service=100ms', 'capacity=8,service=500ms'], 1, TWO],
    // The second is the bottleneck: the first service, then 20 of 500 ms in 8 slots, of which one does three.
    [
      'two capacities',
      ['capacity=8,service=100ms', 'capacity=8,service=500ms'],
      20,
      { idealMs: 1600, scheduleMs: 1600 },
    ],
    [
      'two capacities, the first the narrow one',
      ['capacity=1,service=100ms', 'capacity=8,service=50ms'],
      20,
      ONE_BY_ONE,
    ],
    [
      'a capacity that one item has to pass, and the others do not',
      ['capacity=1,service=1s,path=/flags/br/*', 'delay=100ms'],
      20,
      { idealMs: 1100, scheduleMs: 1100 },
    ],
    [
      'what is reset at once',
      ['reset,at=connect', 'delay=1s', 'capacity=1,service=1s'],
      1,
      { idealMs: 0, scheduleMs: 0 },
    ],
    ['headers that are broken off', ['reset,at=headers', 'slow-headers=2s'], 1, { idealMs: 0 }],
    [
      'contention',
      ['capacity=2,service=100ms,contention=0.5'],
      20,
      { idealMs: 2000 / (1 + 1 / 1.5), scheduleMs: 1500 },
    ],
  ])('knows the ideal of %s', (_what, faults, m, times) => {
    const planned = planDownload({ ...REQUEST, profile: parseProfile(faults), codes: MOST_POPULOUS, m });
    for (const [name, ms] of Object.entries(times)) expect(planned[name as 'idealMs']).toBeCloseTo(ms, 6);
  });

  it('knows how long a body takes at a pace, its half where it is cut, and that of an error', () => {
    const bodies = (faults: string[], codes: string[]) =>
      planDownload({ ...REQUEST, profile: parseProfile(faults), codes }).fates.map(({ bodyMs, outcome }) => ({
        bodyMs,
        outcome,
      }));
    const flagBytes = readFlagsData('br/br.gif').length;
    const bodyMs = (flagBytes / 10_240) * 1000;
    expect(bodies(['throttle=10KB/s'], ['BR'])).toEqual([{ bodyMs, outcome: 'ok' }]);
    expect(bodies(['throttle=10KB/s', 'truncate'], ['BR'])).toEqual([
      { bodyMs: (Math.floor(flagBytes / 2) / 10_240) * 1000, outcome: 'networkError' },
    ]);
    expect(bodies(['throttle=1KB/s'], ['BR'])[0]!.outcome).toBe('timeout');
  });

  it.each([
    ['an injected status', ['throttle=10KB/s', 'status=418'], 'BR'],
    ['what is not there', ['throttle=10KB/s'], 'ZZ'],
    ['a flag', ['throttle=10KB/s', 'slow-headers=30ms', 'travel=20ms'], 'FR'],
    ['two capacities', ['capacity=8,service=uniform:1ms..90ms', 'capacity=2,service=uniform:1ms..90ms'], 'FR'],
  ])('holds an answer as long as the server records: %s', async (_what, faults, code) => {
    await using lab = await startLab({ ERROR: { faults } });
    const { fates } = planDownload({ ...REQUEST, profile: parseProfile(faults), codes: [code] });
    const cc = code.toLowerCase();
    await (await fetch(`${lab.url('ERROR')}/flags/${cc}/${cc}.gif`)).arrayBuffer();
    await expect.poll(async () => (await lab.records('ERROR'))[0]?.ending).toBe('sent');
    expect((await lab.records('ERROR'))[0]!.injectedMs).toBeCloseTo(heldMs(fates[0]!), 6);
  });

  it('counts what is computed for each item that comes, on so many cores', () => {
    const codes = ['BR', 'FR', 'IN', 'ZZ'];
    const world = { ...REQUEST, profile: parseProfile(['delay=fixed:100ms']), codes, m: 4 };
    const ideal = (work: { ms: number; cores: number }) => planDownload({ ...world, work }).idealMs;
    expect(planDownload({ ...world, work: { ms: 200, cores: 1 } })).toMatchObject({
      longestMs: 300,
      sumMs: 400,
      idealMs: 600,
      scheduleMs: 700,
      work: { ms: 200, cores: 1 },
    });
    expect(ideal({ ms: 200, cores: 2 })).toBe(400);
    expect(ideal({ ms: 1, cores: 1 })).toBe(101);
    const nothing = { ...world, profile: parseProfile(['status=503']), work: { ms: 200, cores: 1 } };
    expect(planDownload(nothing).idealMs).toBe(0);
  });

  it('is never longer in its ideal than in its schedule, whatever the faults, m and the timeout', () => {
    const durations = fc.constantFrom('fixed:100ms', 'uniform:0ms..400ms', 'list:10ms@0.9,3s@0.1', 'exponential:100ms');
    const capacity = fc
      .tuple(fc.integer({ min: 1, max: 9 }), durations)
      .map(([slots, duration]) => `capacity=${slots},service=${duration}`);
    const faults = fc
      .tuple(
        durations.map((duration) => `travel=${duration}`),
        capacity,
        capacity,
        durations.map((duration) => `delay=${duration}`),
        fc.constantFrom('slow-headers=100ms', 'throttle=20KB/s', 'hang@10%', 'reset@20%,at=connect', 'status=503@20%'),
      )
      .chain((all) => fc.subarray([...all]));
    fc.assert(
      fc.property(
        faults,
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 50, max: 5000 }),
        (given, m, timeoutMs) => {
          const request = {
            ...REQUEST,
            profile: parseProfile(given),
            codes: countryCodes().slice(0, 40),
            m,
            timeoutMs,
          };
          const { idealMs, scheduleMs } = planDownload(request);
          expect(scheduleMs).toBeGreaterThanOrEqual(idealMs * (1 - 1e-9));
        },
      ),
      { seed: 42 },
    );
  });

  it('schedules the items in the order of their codes', () => {
    const { fates, scheduleMs } = planDownload(REQUEST);
    const items = fates.map(({ delayMs }) => ({ beforeMs: 0, servicesMs: undefined, afterMs: delayMs }));
    expect(scheduleMs).toBe(scheduleTime(items, { m: 20, timeoutMs: 3100, stations: [] }));
  });

  it('foretells what a client meets', async () => {
    const codes = ['ZZ', ...countryCodes().slice(0, 60)];
    // A timeout far from every delay: what the machine adds must not decide.
    const timeScale = 0.01;
    const timeoutMs = 5000;
    await using lab = await startLab({ ERROR: {} }, { seed: 7, timeScale });
    const { fates } = planDownload({ ...REQUEST, codes, seed: 7, timeScale, timeoutMs });
    const options = { baseUrl: `${lab.url('ERROR')}/flags`, m: 20, timeoutMs };
    const met = new Map<string, unknown>();
    for await (const { code, kind, status } of strategy('async').download(codes, options)) {
      met.set(code, { outcome: kind, status });
    }
    expect(met).toEqual(new Map(fates.map(({ code, outcome, status }) => [code, { outcome, status }])));
  });
});
