import { expect, it } from 'vitest';
import { tuneCase } from '../../../perf/trials/tune-case.ts';

it('tune finds 8 slots of a server that serves each for 100 ms, within a quarter', async () => {
  const { choice } = await tuneCase({ slots: 8, serviceMs: 100, seed: 1 });
  expect(choice!.best.m).toBeGreaterThanOrEqual(6);
  expect(choice!.best.m).toBeLessThanOrEqual(10);
});
