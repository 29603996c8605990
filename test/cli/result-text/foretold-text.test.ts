import { describe, expect, it } from 'vitest';
import { foretoldText } from '../../../cli/result-text/foretold-text.ts';

const units = { unit: 'requests in flight', unitOfOne: 'request in flight' };

describe('the sentence on what was foretold', () => {
  it.each([
    [
      { predicted: 20, planned: 11.66, measured: 11.42 },
      'You said 20 requests in flight; by the plan it is 11.7, and 11.4 was measured.',
    ],
    [
      { predicted: 28, planned: 28, measured: { low: 17, high: 32 } },
      'You said 28 requests in flight; by the plan it is 28, and by the measured times alone 17 to 32.',
    ],
    [
      { predicted: 8, planned: 8, measured: { low: 12, high: 32 } },
      'You said 8 requests in flight; by the plan it is 8, but by the measured times alone 12 to 32.',
    ],
    [
      { planned: 1, measured: { low: 1, high: 2 } },
      'You foretold nothing; by the plan it is 1 request in flight, and by the measured times alone 1 to 2.',
    ],
    [{ predicted: 1, measured: 100 }, 'You said 1 request in flight; measured: 100 requests in flight.'],
    [
      { predicted: 9, measured: { low: 5, high: 12 } },
      'You said 9 requests in flight; by the measured times it is 5 to 12 requests in flight.',
    ],
    [{ predicted: 9 }, 'You said 9 requests in flight; nothing was measured.'],
  ])('of %j', (values, text) => {
    expect(foretoldText({ ...units, ...values })).toBe(text);
  });
});
