import { describe, expect, it } from 'vitest';
import { knownRate } from '../../../bench/climb/known-rate.ts';
import { MOST_POPULOUS } from '../../../lib/flags/country-codes.ts';
import { parseProfile } from '../../../servers/faults/profile.ts';

const known = (faults: readonly string[], timeScale = 1) =>
  knownRate({
    label: 'LIMITED',
    profile: parseProfile(faults),
    seed: 42,
    timeScale,
    codes: MOST_POPULOUS,
    timeoutMs: 10_000,
  });

describe('what a server takes by its faults alone', () => {
  it('is what its slots serve, at the time scale of the bench', () => {
    const slots = ['capacity=8,service=fixed:100ms,queue=32'];
    expect(known(slots)).toEqual({ perSecond: 80, why: '8 slots, 100 ms each', isExact: true, failingShare: 0 });
    expect(known(slots, 0.1)).toMatchObject({
      perSecond: 800,
      why: '8 slots, 10 ms each at time scale 0.1; it would be 80/s at time scale 1',
    });
  });

  it('is what the slower of two capacities serves, each with its own service', () => {
    const quick = 'capacity=8,service=fixed:10ms';
    const slow = { perSecond: 20, why: '2 slots, 100 ms each', isExact: true };
    expect(known([quick, 'capacity=2,service=fixed:100ms'])).toMatchObject(slow);
    expect(known(['capacity=2,service=fixed:100ms', quick])).toMatchObject(slow);
  });

  it('is a mean where service times differ', () => {
    const { perSecond, why, isExact } = known(['capacity=4,service=uniform:50ms..150ms'])!;
    expect(perSecond).toBeGreaterThan(38);
    expect(perSecond).toBeLessThan(42);
    expect(why).toMatch(/^4 slots, about \d+(\.\d+)? ms each$/);
    expect(isExact).toBe(false);
  });

  it('is that of so many slots as are fastest together, where they slow each other down', () => {
    // n slots serve n / (1 + n · (n − 1) / 100) times as much as one: 10 most.
    const { perSecond } = known(['capacity=40,service=fixed:100ms,coherency=0.01'])!;
    expect(perSecond).toBeCloseTo((10 / (0.1 * 1.9)) * 1, 6);
  });

  it('is the rate that it admits, whatever the time scale, where that is less', () => {
    const limits = ['rate=50/s,burst=10', 'capacity=8,service=fixed:100ms'];
    expect(known(limits, 0.1)).toMatchObject({ perSecond: 50, why: 'what comes faster is refused', isExact: true });
  });

  it('is the share that fails at any rate, and no limit, where there is none', () => {
    const { failingShare, ...limit } = known(['status=503@25%', 'delay=fixed:20ms'])!;
    expect(failingShare).toBeGreaterThan(0.2);
    expect(failingShare).toBeLessThan(0.3);
    expect(limit).toEqual({ isExact: true });
  });

  it('is nothing where a limit is for some requests only, or headers decide', () => {
    expect(known(['rate=50/s,path=/flags/br/*'])).toBeUndefined();
    expect(known(['delay=1s,if-header=a:b'])).toBeUndefined();
  });

  it('is nothing where the faults change with the time', () => {
    const profile = parseProfile(['rate=50/s']);
    const schedule = [{ atMs: 1000, profile: [] }];
    const request = { label: 'X', profile, seed: 42, timeScale: 1, codes: MOST_POPULOUS, timeoutMs: 1000 };
    expect(knownRate({ ...request, schedule })).toBeUndefined();
  });
});
