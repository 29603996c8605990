import { describe, expect, it } from 'vitest';
import { FaultsOverTime } from '../../../servers/faults/faults-over-time.ts';
import { parseProfile } from '../../../servers/faults/profile.ts';

/** Requests that came at these milliseconds. */
const came = (...moments: number[]) => moments.map((arrivedMs) => ({ arrivedMs }));

describe('the slots that requests can have had', () => {
  it('are those of the faults that held when they came, and of no others', () => {
    let nowMs = 0;
    const schedule = [{ atMs: 1000, profile: parseProfile(['capacity=4']) }];
    const faults = new FaultsOverTime(
      { profile: parseProfile(['capacity=8']), schedule },
      { timeScale: 1, elapsedMs: () => nowMs },
    );
    // A step that is still to come has served nobody.
    expect(faults.slotsFor(came(0, 10))).toBe(8);
    expect(faults.slotsFor(came(1500))).toBe(4);
    // What came before may still hold its slots.
    expect(faults.slotsFor(came(10, 1500))).toBe(12);
    for (nowMs = 2000; nowMs <= 4000; nowMs += 1000)
      faults.replace({ profile: parseProfile(['capacity=2']), schedule: [] });
    expect(faults.slotsFor(came(4500, 5000))).toBe(2);
    expect(faults.slotsFor(came(1500))).toBe(4);
    expect(faults.slotsFor(came(500, 1000), 4000)).toBe(2);
    nowMs = 6000;
    faults.replace({ profile: [], schedule: [] });
    expect(faults.slotsFor(came(6500))).toBeUndefined();
    expect(faults.slotsFor(came(5500, 6500))).toBeUndefined();
    faults.replace({ profile: parseProfile(['capacity=3']), schedule: [] });
    faults.reset();
    nowMs = 0;
    expect(faults.slotsFor(came(0, 9000))).toBe(3);
  });

  it('are any number for no requests', () => {
    const faults = new FaultsOverTime({ profile: [], schedule: [] }, { timeScale: 1, elapsedMs: () => 0 });
    expect(faults.slotsFor([])).toBeUndefined();
  });
});
