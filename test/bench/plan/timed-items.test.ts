import { expect, it } from 'vitest';
import { planDownload } from '../../../bench/plan/plan.ts';
import { timedItems } from '../../../bench/plan/timed-items.ts';
import { countryCodes } from '../../../lib/flags/country-codes.ts';
import { parseProfile } from '../../../servers/faults/profile.ts';

const REQUEST = { label: 'ERROR', seed: 42, timeScale: 0.1, timeoutMs: 1000, codes: countryCodes() };

it('says which items end ok or time out by their fates: what fails otherwise has no latency', () => {
  const request = { ...REQUEST, profile: parseProfile(['delay=uniform:5s..15s', 'status=418@25%']) };
  const { downloads } = planDownload({ ...request, m: 1 });
  const wanted = downloads.map(({ outcome }) => outcome !== 'httpError');
  expect(timedItems(request)).toEqual(wanted);
  expect(new Set(downloads.map(({ outcome }) => outcome))).toEqual(new Set(['ok', 'timeout', 'httpError']));
});

it('takes any item for one that may, where faults change with the time', () => {
  const schedule = [{ atMs: 1000, profile: [] }];
  expect(timedItems({ ...REQUEST, profile: parseProfile(['status=418']), schedule })).not.toContain(false);
});
