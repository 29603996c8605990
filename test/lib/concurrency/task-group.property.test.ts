import { getEventListeners } from 'node:events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sleep } from '../../../lib/concurrency/sleep.ts';
import { TaskGroup } from '../../../lib/concurrency/task-group.ts';

const forever = (signal: AbortSignal) => sleep(Number.POSITIVE_INFINITY, signal);

describe('TaskGroup, over random schedules', () => {
  interface Plan {
    readonly ends: 'well' | 'badly' | 'when cancelled';
    readonly children: readonly Plan[];
  }
  const { plan } = fc.letrec<{ plan: Plan }>((tie) => ({
    plan: fc.record({
      ends: fc.constantFrom('well' as const, 'well' as const, 'badly' as const, 'when cancelled' as const),
      children: fc.oneof({ maxDepth: 3 }, fc.constant([]), fc.array(tie('plan'), { maxLength: 3 })),
    }),
  }));

  it('ends after every child has ended, throws exactly the failures, and leaves no listener', async () => {
    const law = fc.asyncProperty(fc.scheduler(), fc.array(plan, { maxLength: 4 }), async (schedule, plans) => {
      const outer = new AbortController();
      const group = new TaskGroup({ signal: outer.signal });
      const failures: unknown[] = [];
      let running = 0;

      const spawn = ({ ends, children }: Plan): unknown =>
        group.spawn(async (signal) => {
          running++;
          try {
            for (const child of children) {
              await schedule.schedule(Promise.resolve(), 'spawn');
              spawn(child);
            }
            if (ends === 'when cancelled') await forever(signal);
            if (ends === 'badly') {
              const error = new RangeError(`failure ${failures.length}`);
              failures.push(error);
              throw error;
            }
          } finally {
            running--;
          }
        });
      for (const each of plans) spawn(each);
      schedule.schedule(Promise.resolve(), 'outer abort').then(() => outer.abort('outside'));
      const joined = group.join().then(
        () => [],
        (error: unknown) => (error instanceof AggregateError ? error.errors : [error]),
      );
      await schedule.waitIdle();

      expect(await joined).toEqual(failures);
      expect(running).toBe(0);
      expect(getEventListeners(outer.signal, 'abort')).toEqual([]);
      expect(getEventListeners(group.signal, 'abort')).toEqual([]);
    });
    await fc.assert(law, { seed: 42, numRuns: 200 });
  });
});
