import { getEventListeners } from 'node:events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asCompleted } from '../../../lib/concurrency/as-completed.ts';
import { unhandledRejectionsDuring } from '../../helpers/unhandled-rejections.ts';

/** Tasks by name, each of which ends when the test says so. */
function controlledTasks<T = string>() {
  const tasks = new Map<string, PromiseWithResolvers<T>>();
  const task = (name: string) => {
    const deferred = Promise.withResolvers<T>();
    tasks.set(name, deferred);
    return deferred.promise;
  };
  const complete = (name: string, result: T) => tasks.get(name)?.resolve(result);
  const fail = (name: string, error: unknown) => tasks.get(name)?.reject(error);
  return { task, complete, fail, started: () => [...tasks.keys()] };
}

describe('asCompleted', () => {
  it('yields in order of completion, each result with its item', async () => {
    const { task, complete } = controlledTasks();
    const completions = asCompleted(['a', 'b', 'c'], task);
    complete('c', 'C');
    expect((await completions.next()).value).toEqual({ item: 'c', result: 'C' });
    complete('a', 'A');
    complete('b', 'B');
    expect((await completions.next()).value).toEqual({ item: 'a', result: 'A' });
    expect((await completions.next()).value).toEqual({ item: 'b', result: 'B' });
    expect((await completions.next()).done).toBe(true);
  });

  it('starts all tasks at once, before anybody asks for a result', () => {
    const { task, started } = controlledTasks();
    asCompleted(new Set(['a', 'b', 'c']), task);
    expect(started()).toEqual(['a', 'b', 'c']);
  });

  it('keeps apart equal items and equal results', async () => {
    const completions = await Array.fromAsync(asCompleted(['x', 'x', 'y'], async () => 1));
    expect(completions.map(({ item }) => item).sort()).toEqual(['x', 'x', 'y']);
  });

  it('ends at once when there are no items', async () => {
    expect(await Array.fromAsync(asCompleted([], expect.unreachable))).toEqual([]);
  });

  it('throws a rejection at its turn, after the results that came before it', async () => {
    const { task, complete, fail } = controlledTasks();
    const completions = asCompleted(['a', 'b', 'c'], task);
    const seen: string[] = [];
    complete('b', 'B');
    await Promise.resolve();
    fail('c', new RangeError('c is broken'));
    complete('a', 'A');
    const consume = async () => {
      for await (const { item } of completions) seen.push(item);
    };
    await expect(consume()).rejects.toThrow('c is broken');
    expect(seen).toEqual(['b']);
  });

  it('treats a task that throws as one that rejects', async () => {
    const broken = (): Promise<never> => {
      throw new RangeError('broken');
    };
    await expect(Array.fromAsync(asCompleted(['a'], broken))).rejects.toThrow('broken');
  });

  it('leaves no unhandled rejection when the consumer breaks out, throws, or never begins', async () => {
    const unhandled = await unhandledRejectionsDuring(async () => {
      const tasks = controlledTasks();
      const names = ['a', 'b', 'c'];
      const broken = new Error('consumer');
      const leave = async () => {
        for await (const _ of asCompleted(names, tasks.task)) break;
      };
      const leaving = leave();
      tasks.complete('a', 'A');
      await leaving;
      tasks.fail('b', new RangeError('b'));
      tasks.fail('c', new RangeError('c'));

      const rejectAll = async (name: string) => {
        if (name !== 'a') throw new RangeError(name);
      };
      const throwing = async () => {
        for await (const _ of asCompleted(names, rejectAll)) throw broken;
      };
      await expect(throwing()).rejects.toBe(broken);
      asCompleted(names, rejectAll);
    });
    expect(unhandled).toEqual([]);
  });

  it('ends with the reason when the signal aborts, after what had completed', async () => {
    const { task, complete } = controlledTasks();
    const controller = new AbortController();
    const completions = asCompleted(['a', 'b'], task, { signal: controller.signal });
    complete('b', 'B');
    expect((await completions.next()).value).toEqual({ item: 'b', result: 'B' });
    const waiting = completions.next();
    controller.abort('enough');
    await expect(waiting).rejects.toBe('enough');
    complete('a', 'too late');
    expect((await completions.next()).done).toBe(true);
  });

  it('starts nothing when the signal has aborted already, nor after a task has aborted it', async () => {
    const aborted = asCompleted(['a'], expect.unreachable, { signal: AbortSignal.abort('no') });
    await expect(aborted.next()).rejects.toBe('no');

    const controller = new AbortController();
    const started: string[] = [];
    const abortAtB = async (item: string) => {
      started.push(item);
      if (item === 'b') controller.abort('b said so');
    };
    const stopped = asCompleted(['a', 'b', 'c'], abortAtB, { signal: controller.signal });
    await expect(Array.fromAsync(stopped)).rejects.toBe('b said so');
    expect(started).toEqual(['a', 'b']);
  });

  it('listens to the signal only while it is iterated', async () => {
    const { signal } = new AbortController();
    const listenerCount = () => getEventListeners(signal, 'abort').length;
    const items = ['a', 'b'];
    asCompleted(items, async () => 1, { signal });
    expect(listenerCount()).toBe(0);
    for await (const _ of asCompleted(items, async () => 1, { signal })) {
      expect(listenerCount()).toBe(1);
      break;
    }
    expect(listenerCount()).toBe(0);
    await Array.fromAsync(asCompleted(items, async () => 1, { signal }));
    expect(listenerCount()).toBe(0);
  });

  it('starts the tasks of an async iterable as its items come, and ends when it has ended and all have completed', async () => {
    const { task, complete, started } = controlledTasks();
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    async function* coming() {
      yield 'a';
      await gates[0]!.promise;
      yield 'b';
      await gates[1]!.promise;
    }
    const completions = asCompleted(coming(), task);
    await expect.poll(started).toEqual(['a']);
    complete('a', 'A');
    expect((await completions.next()).value).toEqual({ item: 'a', result: 'A' });
    gates[0]!.resolve();
    await expect.poll(started).toEqual(['a', 'b']);
    gates[1]!.resolve();
    const last = completions.next();
    complete('b', 'B');
    expect((await last).value).toEqual({ item: 'b', result: 'B' });
    expect((await completions.next()).done).toBe(true);
  });

  it('takes no more from an async iterable when the loop is left, and closes it', async () => {
    let taken = 0;
    let closed = false;
    async function* endless() {
      try {
        for (;;) yield taken++;
      } finally {
        closed = true;
      }
    }
    for await (const { item } of asCompleted(endless(), async (n) => n)) if (item === 5) break;
    await expect.poll(() => closed).toBe(true);
  });

  it('throws what an async iterable throws, after what had completed', async () => {
    async function* broken() {
      yield 1;
      throw new RangeError('no more codes');
    }
    const seen: number[] = [];
    const consume = async () => {
      for await (const { item } of asCompleted(broken(), (n) => n)) seen.push(item);
    };
    await expect(consume()).rejects.toThrow('no more codes');
    expect(seen).toEqual([1]);
  });

  it('yields every item exactly once, in the order of any schedule', async () => {
    const law = fc.asyncProperty(fc.scheduler(), fc.array(fc.string(), { maxLength: 15 }), async (schedule, items) => {
      const completed: string[] = [];
      const completions = asCompleted(items, async (item) => {
        await schedule.schedule(Promise.resolve(), item);
        completed.push(item);
        return `result of ${item}`;
      });
      const consumed = Array.fromAsync(completions);
      await schedule.waitIdle();
      expect(await consumed).toEqual(completed.map((item) => ({ item, result: `result of ${item}` })));
      expect([...completed].sort()).toEqual([...items].sort());
    });
    await fc.assert(law, { seed: 42, numRuns: 200 });
  });

  it('yields 100,000 items without slowing down as they grow', async () => {
    const items = Array.from({ length: 100_000 }, (_, index) => index);
    let count = 0;
    for await (const { item, result } of asCompleted(items, async (n) => n * 2)) {
      if (result === item * 2) count++;
    }
    expect(count).toBe(items.length);
  });
});
