import { expect, it } from 'vitest';
import { planDownload } from '../../../bench/plan/plan.ts';
import { knownKnee, knownReason } from '../../../bench/sweep/known-knee.ts';
import { countryCodes } from '../../../lib/flags/country-codes.ts';
import { parseProfile } from '../../../servers/faults/profile.ts';

const REQUEST = { seed: 42, timeScale: 0.1, codes: countryCodes(), label: 'X', timeoutMs: 1000 };

it.each([
  [4, 4],
  [8, 8],
  // 194 in 13 rounds, as with 16.
  [16, 15],
])('is about the slots of a server that has %d of them', (slots, m) => {
  const profile = parseProfile([`capacity=${slots},service=fixed:100ms`]);
  expect(knownKnee({ ...REQUEST, profile })).toMatchObject({ m, bottleneck: 'slots', slots });
});

it('is where the slower of two capacities is full, however few slots the other has', () => {
  const profile = parseProfile(['capacity=8,service=fixed:100ms', 'capacity=2,service=fixed:10ms']);
  // 8 in the first, and a little of one in the second.
  const known = knownKnee({ ...REQUEST, profile })!;
  expect(known).toMatchObject({ m: 9, bottleneck: 'slots', slots: 8 });
  expect(knownReason(known)).toBe('the server serves 8 at once and the rest are on their way');
});

it('lies farther off the longer the way to the server is: at slots times (service + travel) / service', () => {
  const profile = parseProfile(['capacity=8,service=fixed:100ms', 'travel=300ms']);
  // 32 keep all slots busy; a little less is enough for 95 %, and all share the way there and back.
  const known = knownKnee({ ...REQUEST, profile })!;
  expect(known).toMatchObject({ m: 28, bottleneck: 'slots', slots: 8 });
  expect(knownReason(known)).toBe('the server serves 8 at once and the rest are on their way');
});

it('is where the longest item rules, for a client that takes the items as they come', () => {
  const request = { ...REQUEST, profile: parseProfile(['delay=uniform:0.5s..5s']) };
  const { m, bottleneck, longestMs } = knownKnee(request)!;
  expect(bottleneck).toBe('longest');
  const timeAt = (level: number) => planDownload({ ...request, m: level }).scheduleMs;
  expect(timeAt(m)).toBeLessThanOrEqual(longestMs / 0.95);
  expect(timeAt(m - 1)).toBeGreaterThan(longestMs / 0.95);
});

it('is unknown where a rate ends the growth, and not where all of it is let through', () => {
  const known = (rate: string) => knownKnee({ ...REQUEST, profile: parseProfile([rate, 'delay=fixed:1s']) });
  expect(known('rate=50/s,burst=10')).toBeUndefined();
  expect(known('rate=50/s,burst=194')).toMatchObject({ bottleneck: 'longest' });
});

it('is unknown where nothing waits or nothing can be downloaded', () => {
  expect(knownKnee({ ...REQUEST, profile: [] })).toBeUndefined();
  expect(knownKnee({ ...REQUEST, profile: parseProfile(['delay=fixed:1s', 'status=418']) })).toBeUndefined();
});
