import { expect, it } from 'vitest';
import { counted } from '../../../lib/units/counted.ts';

it.each([
  [0, '0 flags'],
  [1, '1 flag'],
  [2, '2 flags'],
])('%d of something are said as %j', (count, text) => {
  expect(counted(count, 'flag')).toBe(text);
});
