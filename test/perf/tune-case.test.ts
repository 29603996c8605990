import { expect, it } from 'vitest';
import { tuneCase } from '../../perf/tune-case.ts';

it.each([
  [4, 50],
  [8, 100],
  [16, 200],
])(
  'tune finds %d slots of a server that serves each for %d ms, within a quarter',
  async (slots, serviceMs) => {
    const { choice } = await tuneCase({ slots, serviceMs, seed: 1 });
    expect(choice!.best.m).toBeGreaterThanOrEqual(slots * 0.75);
    expect(choice!.best.m).toBeLessThanOrEqual(slots * 1.25);
  },
  120_000,
);
