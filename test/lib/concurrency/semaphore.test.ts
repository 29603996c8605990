import { getEventListeners } from 'node:events';
import { setImmediate as nextLoopTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asCompleted } from '../../../lib/concurrency/as-completed.ts';
import { type Admitted, Semaphore } from '../../../lib/concurrency/semaphore.ts';

describe('Semaphore', () => {
  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses a limit of %d', (limit) => {
    const mistake = new TypeError(`Expected \`limit\` to be an integer of at least 1, got ${limit}`);
    expect(() => new Semaphore(limit)).toThrow(mistake);
  });

  it('counts who is active and who waits', async () => {
    const semaphore = new Semaphore(2);
    const counts = () => [semaphore.activeCount, semaphore.pendingCount];
    expect(counts()).toEqual([0, 0]);

    const first = await semaphore.acquire();
    const second = await semaphore.acquire();
    const third = semaphore.acquire();
    expect(counts()).toEqual([2, 1]);

    first.release();
    expect(counts()).toEqual([2, 0]);
    second.release();
    (await third).release();
    expect(counts()).toEqual([0, 0]);
  });

  it('gives a slot back once, however often its permit is released', async () => {
    const semaphore = new Semaphore(2);
    const permit = await semaphore.acquire();
    await semaphore.acquire();
    permit.release();
    permit.release();
    permit[Symbol.dispose]();
    expect(semaphore.activeCount).toBe(1);
  });

  it('releases the permit at the end of a `using` block', async () => {
    const semaphore = new Semaphore(1);
    {
      using _permit = await semaphore.acquire();
      expect(semaphore.activeCount).toBe(1);
    }
    expect(semaphore.activeCount).toBe(0);
  });

  it('hands a released slot to the line, so that no newcomer overtakes', async () => {
    const semaphore = new Semaphore(1);
    const order: string[] = [];
    const holder = await semaphore.acquire();
    const waiter = semaphore.run(() => order.push('waiter'));
    holder.release();
    const newcomer = semaphore.run(() => order.push('newcomer'));
    await Promise.all([waiter, newcomer]);
    expect(order).toEqual(['waiter', 'newcomer']);
  });

  it('runs a task and returns its result, be it a value or a promise', async () => {
    const semaphore = new Semaphore(1);
    expect(await semaphore.run(() => 7)).toBe(7);
    expect(await semaphore.run(async () => 8)).toBe(8);
  });

  it.each<[string, () => Promise<never>]>([
    [
      'throws',
      () => {
        throw new RangeError('broken');
      },
    ],
    ['rejects', () => Promise.reject(new RangeError('broken'))],
  ])('frees the slot when the task %s', async (_, task) => {
    const semaphore = new Semaphore(1);
    await expect(semaphore.run(task)).rejects.toThrow('broken');
    expect(semaphore.activeCount).toBe(0);
  });

  it('rejects with the reason of a signal that has aborted already, taking no slot', async () => {
    const semaphore = new Semaphore(1);
    await expect(semaphore.acquire(AbortSignal.abort('no'))).rejects.toBe('no');
    await expect(semaphore.run(() => expect.unreachable(), AbortSignal.abort('no'))).rejects.toBe('no');
    expect(semaphore.activeCount).toBe(0);
  });

  it('removes an aborted waiter and leaves the others in their order', async () => {
    const semaphore = new Semaphore(1);
    const controller = new AbortController();
    const order: string[] = [];
    const holder = await semaphore.acquire();
    const before = semaphore.run(() => order.push('before'));
    const aborted = semaphore.run(() => order.push('aborted'), controller.signal);
    const after = semaphore.run(() => order.push('after'));

    controller.abort('changed my mind');
    expect(semaphore.pendingCount).toBe(2);
    await expect(aborted).rejects.toBe('changed my mind');

    holder.release();
    await Promise.all([before, after]);
    expect(order).toEqual(['before', 'after']);
    expect(semaphore.activeCount).toBe(0);
  });

  it('gives the slot to a waiter whose abort comes after the hand-over', async () => {
    const semaphore = new Semaphore(1);
    const controller = new AbortController();
    const holder = await semaphore.acquire();
    const waiter = semaphore.acquire(controller.signal);
    holder.release();
    controller.abort();
    const permit = await waiter;
    expect(semaphore.activeCount).toBe(1);
    permit.release();
    expect(semaphore.activeCount).toBe(0);
  });

  it('never starts a task after its signal has aborted, not even with the slot in hand', async () => {
    const semaphore = new Semaphore(1);
    const controller = new AbortController();
    const holder = await semaphore.acquire();
    const run = semaphore.run(() => expect.unreachable(), controller.signal);
    holder.release();
    controller.abort('just too late');
    await expect(run).rejects.toBe('just too late');
    expect([semaphore.activeCount, semaphore.pendingCount]).toEqual([0, 0]);
  });

  it('puts one listener on a signal for all its waiters, and leaves none', async () => {
    const semaphore = new Semaphore(1);
    const { signal } = new AbortController();
    const holder = await semaphore.acquire(signal);
    const waiters = Array.from({ length: 1000 }, () => semaphore.run(() => {}, signal));
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    holder.release();
    await Promise.all(waiters);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('serves 100,000 waiters, half of whom leave, without slowing down as the line grows', async () => {
    const semaphore = new Semaphore(3);
    const impatient = new AbortController();
    let served = 0;
    const runs = Array.from({ length: 100_000 }, (_, index) =>
      semaphore.run(
        async () => {
          await undefined;
          served++;
        },
        index % 2 === 0 ? undefined : impatient.signal,
      ),
    );
    impatient.abort();
    const outcomes = await Promise.allSettled(runs);
    // Of the impatient only one is served: it had a slot at once, before its signal aborted.
    expect(served).toBe(50_001);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(49_999);
  });
});

describe('Semaphore, over random schedules', () => {
  /** A job takes a slot by `run`; it may come late, fail, and be aborted at any point of the schedule. */
  const job = fc.record({ abortable: fc.boolean(), fails: fc.boolean(), joinsLate: fc.boolean() });

  it('is never above its limit, serves in order of arrival, runs each task exactly once and loses no slot', async () => {
    const limits = fc.integer({ min: 1, max: 4 });
    const law = fc.asyncProperty(
      fc.scheduler(),
      limits,
      fc.array(job, { maxLength: 12 }),
      async (schedule, limit, jobs) => {
        const semaphore = new Semaphore(limit);
        const arrived: number[] = [];
        const started: number[] = [];
        const aborted: number[] = [];
        let active = 0;
        let maxActive = 0;

        const runJob = async (id: number, { abortable, fails, joinsLate }: (typeof jobs)[number]) => {
          const controller = new AbortController();
          if (joinsLate) await schedule.schedule(Promise.resolve(), `job ${id} arrives`);
          if (abortable) schedule.schedule(Promise.resolve(), `job ${id} aborts`).then(() => controller.abort());
          arrived.push(id);
          const work = async () => {
            started.push(id);
            maxActive = Math.max(maxActive, ++active);
            await schedule.schedule(Promise.resolve(), `job ${id} works`);
            active--;
            if (fails) throw new RangeError(`job ${id}`);
          };
          await semaphore.run(work, controller.signal).catch(() => {
            if (!started.includes(id)) aborted.push(id);
          });
          expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
        };
        const all = Promise.all(jobs.map((each, id) => runJob(id, each)));
        await schedule.waitIdle();
        await all;

        expect(maxActive).toBeLessThanOrEqual(limit);
        expect(started).toEqual(arrived.filter((id) => !aborted.includes(id)));
        expect(aborted.every((id) => jobs[id]?.abortable)).toBe(true);
        expect([semaphore.activeCount, semaphore.pendingCount]).toEqual([0, 0]);

        const permits = await Promise.all(Array.from({ length: limit }, () => semaphore.acquire()));
        expect(permits).toHaveLength(limit);
        const oneMore = semaphore.acquire();
        await nextLoopTurn();
        expect(semaphore.pendingCount).toBe(1);
        permits[0]?.release();
        await oneMore;
      },
    );
    await fc.assert(law, { seed: 42, numRuns: 300 });
  });
});

describe('Semaphore.resize', () => {
  it('lets waiters in at once when the limit grows, in their order', async () => {
    const semaphore = new Semaphore(1);
    const first = await semaphore.acquire();
    const order: number[] = [];
    const waiting = [1, 2, 3].map(async (n) => {
      await semaphore.acquire();
      order.push(n);
    });
    semaphore.resize(3);
    await Promise.all(waiting.slice(0, 2));
    expect(order).toEqual([1, 2]);
    expect([semaphore.activeCount, semaphore.pendingCount]).toEqual([3, 1]);
    first.release();
    await waiting[2];
    expect(order).toEqual([1, 2, 3]);
  });

  it('takes nothing from those who are active when it shrinks, and lets nobody in until they are below it', async () => {
    const semaphore = new Semaphore(3);
    const permits = [await semaphore.acquire(), await semaphore.acquire(), await semaphore.acquire()];
    const waiter = semaphore.acquire();
    semaphore.resize(1);
    expect(semaphore.activeCount).toBe(3);
    permits[0]!.release();
    permits[1]!.release();
    expect([semaphore.activeCount, semaphore.pendingCount]).toEqual([1, 1]);
    permits[2]!.release();
    (await waiter).release();
    expect([semaphore.activeCount, semaphore.limit]).toEqual([0, 1]);
  });

  it('refuses what is no integer of at least 1', () => {
    const semaphore = new Semaphore(2);
    for (const limit of [0, 1.5, Number.NaN]) expect(() => semaphore.resize(limit)).toThrow(TypeError);
    expect(semaphore.limit).toBe(2);
  });
});

describe('Semaphore.admit', () => {
  const numbers = Array.from({ length: 1000 }, (_, n) => n);

  /** Runs a task that ends when the function returned is called. */
  function startIn({ run }: Admitted<unknown>): () => Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const running = run(() => promise);
    return () => {
      resolve();
      return running;
    };
  }

  it('hands out an item when a slot is free and nobody waits for it, and no sooner', async () => {
    const semaphore = new Semaphore(2);
    const admitted = semaphore.admit(['a', 'b', 'c']);
    const first = await semaphore.acquire();
    const a = (await admitted.next()).value!;
    expect(a.item).toBe('a');
    const endOfA = startIn(a);

    let second: string | undefined;
    const waiting = admitted.next().then(({ value }) => {
      second = value!.item;
    });
    const inLine = semaphore.acquire();
    first.release();
    await inLine;
    expect(second).toBeUndefined();
    await endOfA();
    await waiting;
    expect(second).toBe('b');
    expect((await admitted.next()).value?.item).toBe('c');
    expect((await admitted.next()).done).toBe(true);
  });

  it('takes the slot for the item, so that its first task has not to wait and its second has', async () => {
    const semaphore = new Semaphore(1);
    const { run } = (await semaphore.admit(['a']).next()).value!;
    expect(semaphore.activeCount).toBe(1);
    const order: string[] = [];
    const newcomer = semaphore.run(() => order.push('newcomer'));
    const first = run(() => order.push('first'));
    const second = run(() => order.push('second'));
    await Promise.all([newcomer, first, second]);
    expect(order).toEqual(['first', 'newcomer', 'second']);
    expect([semaphore.activeCount, semaphore.pendingCount]).toEqual([0, 0]);
  });

  it('gives the slot back when the task fails, or is called off before it begins', async () => {
    const semaphore = new Semaphore(1);
    for await (const { item, run } of semaphore.admit(['fails', 'called off'])) {
      const aborted = AbortSignal.abort(new RangeError('called off'));
      const running =
        item === 'fails'
          ? run(() => Promise.reject(new RangeError('fails')))
          : run(() => expect.unreachable(), aborted);
      await expect(running).rejects.toThrow(item);
      expect(semaphore.activeCount).toBe(0);
    }
  });

  it('takes the slot of an item whose task has not begun when the next is asked for, which then waits in line', async () => {
    const semaphore = new Semaphore(1);
    const admitted = semaphore.admit(['a', 'b']);
    const a = (await admitted.next()).value!;
    const inLine = semaphore.acquire();
    const next = admitted.next();
    const permit = await inLine;
    const late = a.run(() => 'late');
    expect([semaphore.activeCount, semaphore.pendingCount]).toEqual([1, 1]);
    permit.release();
    expect(await late).toBe('late');
    expect((await next).value?.item).toBe('b');
  });

  it('keeps no slot of a loop that is left early but those at work', async () => {
    const semaphore = new Semaphore(2);
    let end = async () => {};
    for await (const admitted of semaphore.admit(numbers)) {
      if (admitted.item === 1) break;
      end = startIn(admitted);
    }
    expect(semaphore.activeCount).toBe(1);
    await end();
    expect(semaphore.activeCount).toBe(0);
  });

  it('hands out more when the limit grows', async () => {
    const semaphore = new Semaphore(1);
    await semaphore.acquire();
    const next = semaphore.admit(['a']).next();
    semaphore.resize(2);
    expect((await next).value?.item).toBe('a');
  });

  it('lets each item through once, and starts no more than can run', async () => {
    const semaphore = new Semaphore(3);
    let started = 0;
    let ended = 0;
    const task = ({ item, run }: Admitted<number>) => {
      started++;
      return run(async () => {
        expect(semaphore.activeCount).toBeLessThanOrEqual(3);
        expect(started - ended).toBeLessThanOrEqual(3);
        await undefined;
        ended++;
        return item;
      });
    };
    const results = await Array.fromAsync(asCompleted(semaphore.admit(numbers), task), ({ result }) => result);
    expect(results.sort((a, b) => a - b)).toEqual(numbers);
    expect([semaphore.activeCount, semaphore.pendingCount]).toEqual([0, 0]);
  });

  it('is never above its limit with several tasks an item, and others that come and go', async () => {
    const item = fc.record({ tasks: fc.integer({ min: 0, max: 3 }), isLate: fc.boolean() });
    const shape = fc.record({ limit: fc.integer({ min: 1, max: 3 }), items: fc.array(item, { maxLength: 10 }) });
    const law = fc.asyncProperty(fc.scheduler(), shape, async (schedule, { limit, items }) => {
      const semaphore = new Semaphore(limit);
      let active = 0;
      let ran = 0;
      const work = async () => {
        expect(++active).toBeLessThanOrEqual(limit);
        expect(semaphore.activeCount).toBeLessThanOrEqual(limit);
        await schedule.schedule(Promise.resolve(), 'works');
        active--;
        ran++;
      };
      const task = async ({ item: { tasks, isLate }, run }: Admitted<(typeof items)[number]>) => {
        if (isLate) await schedule.schedule(Promise.resolve(), 'is late');
        for (let n = 0; n < tasks; n++) await run(work);
      };
      const others = Promise.all(items.map(() => semaphore.run(work)));
      const all = Array.fromAsync(asCompleted(semaphore.admit(items), task));
      await schedule.waitIdle();
      await Promise.all([all, others]);
      expect(ran).toBe(items.length + items.reduce((sum, { tasks }) => sum + tasks, 0));
      expect([semaphore.activeCount, semaphore.pendingCount]).toEqual([0, 0]);
    });
    await fc.assert(law, { seed: 42, numRuns: 300 });
  });
});
