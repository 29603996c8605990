import { expect, it } from 'vitest';
import { enoughRepeats } from '../../../bench/experiment/enough-repeats.ts';
import { MOST_POPULOUS } from '../../../lib/flags/country-codes.ts';
import { parseProfile } from '../../../servers/faults/profile.ts';

const REQUEST = { label: 'A', seed: 1, timeScale: 1, codes: MOST_POPULOUS, m: 20, timeoutMs: 10_000 };

it.each([
  ['2,000 requests where nothing waits', [], 100],
  ['half a second where less is known to be time', ['capacity=8,service=10ms'], 17],
  ['what is asked for where a rate holds it up', ['rate=50/s,burst=10'], 1],
  ['what is asked for where that takes long enough', ['delay=200ms'], 1],
])('is %s', (_, faults, repeats) => {
  expect(enoughRepeats({ ...REQUEST, profile: parseProfile(faults) })).toBe(repeats);
});
