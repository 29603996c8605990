import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { CpuPlace } from '../../../clients/download/item-work.ts';
import { hashRounds } from '../../../clients/work/hash-rounds.ts';
import { ProcessUsageWatch } from '../../../clients/work/process-usage.ts';
import { startComputer } from '../../../clients/work/start-computer.ts';
import { runningThreads } from '../../helpers/threads.ts';

const start = (on: CpuPlace, m = 4) => startComputer({ m, cpu: { rounds: 1, on } });

describe('startComputer', () => {
  it('starts nothing where nothing is computed, or on the loop that asks', async () => {
    expect(await startComputer({ m: 4, cpu: undefined })).toBeUndefined();
    expect(await start('loop')).toBeUndefined();
  });

  it.each(['pool', 'process'] as const)('computes the same in a %s as on the loop', async (on) => {
    await using computer = await start(on);
    const digests = await Promise.all([1, 20, 300, 4].map((rounds) => computer!.compute(rounds)));
    expect(digests).toEqual([1, 20, 300, 4].map(hashRounds));
  });

  it('has a thread for each core, and no more than there can be items under way', async () => {
    const before = runningThreads();
    {
      await using _one = await start('pool', 1);
      expect(runningThreads() - before).toBe(1);
      await using _all = await start('pool', 1000);
      expect(runningThreads() - before).toBe(1 + availableParallelism());
    }
    expect(runningThreads()).toBe(before);
  });

  it('tells what its processes have used once they have ended', async () => {
    using watch = new ProcessUsageWatch();
    {
      await using computer = await start('process', 1);
      await computer!.compute(1000);
      expect(watch.cpuSeconds).toBe(0);
    }
    expect(watch.cpuSeconds).toBeGreaterThan(0);
    expect(watch.peakRssBytes).toBeGreaterThan(10_000_000);
  });
});
