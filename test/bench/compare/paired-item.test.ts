import { expect, it } from 'vitest';
import { repetitionCount } from '../../../bench/compare/paired-item.ts';

it('repetitionCount is the most repetitions that any item has on a side', () => {
  const sample = { ok: true, latencyMs: 1 };
  const items = [
    { a: [sample], b: [sample, undefined, sample] },
    { a: [sample, sample], b: [] },
  ];
  expect(repetitionCount(items, 'a')).toBe(2);
  expect(repetitionCount(items, 'b')).toBe(3);
  expect(repetitionCount([], 'a')).toBe(0);
});
