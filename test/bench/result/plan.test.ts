import { describe, expect, it } from 'vitest';
import { type PlanRequest, planDownload } from '../../../bench/result/plan.ts';
import { strategy } from '../../../clients/strategies.ts';
import { countryCodes } from '../../../lib/flags/country-codes.ts';
import { listSchedule } from '../../../lib/queueing/ideal.ts';
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

  it('schedules the items in the order of their codes', () => {
    const { fates, scheduleMs } = planDownload(REQUEST);
    const times = fates.map(({ delayMs }) => Math.min(delayMs, 3100));
    expect(scheduleMs).toBe(listSchedule(times, 20));
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
