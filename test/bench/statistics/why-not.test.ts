import { expect, it } from 'vitest';
import { whyNot } from '../../../bench/statistics/why-not.ts';

it('whyNot is a value that says why', () => {
  expect(whyNot('there is nothing')).toEqual({ ok: false, why: 'there is nothing' });
});
