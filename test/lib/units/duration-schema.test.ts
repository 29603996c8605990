import { describe, expect, it } from 'vitest';
import { schemaOf } from '../../../lib/schema/schema-of.ts';
import { durationSchema } from '../../../lib/units/duration-schema.ts';

describe('durationSchema', () => {
  it.each([0, 0.001, 1 / 3, 250, 3_600_000])('takes %d ms', (ms) => {
    expect(schemaOf(durationSchema).parse(ms)).toBe(ms);
  });

  it.each([
    [-1, 'a duration cannot be negative'],
    [0.0001, 'apart from 0, the shortest duration is 1us (0.001 ms)'],
    [3_600_001, 'the longest duration is 1h (3600000 ms)'],
    [Number.NaN, 'Invalid input: expected number, received NaN'],
    [Number.POSITIVE_INFINITY, 'Invalid input: expected number, received Infinity'],
    ['5ms', 'Invalid input: expected number, received string'],
  ])('refuses %j: %s', (value, message) => {
    expect(
      schemaOf(durationSchema)
        .safeParse(value)
        .error?.issues.map((issue) => issue.message),
    ).toEqual([message]);
  });
});
