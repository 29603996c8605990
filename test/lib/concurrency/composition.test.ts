import { getEventListeners } from 'node:events';
import { setImmediate as nextLoopTurn, setTimeout as nodeTimer } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { asCompleted } from '../../../lib/concurrency/as-completed.ts';
import { Semaphore } from '../../../lib/concurrency/semaphore.ts';
import { sleep } from '../../../lib/concurrency/sleep.ts';
import { TaskGroup } from '../../../lib/concurrency/task-group.ts';
import { unhandledRejectionsDuring } from '../../helpers/unhandled-rejections.ts';

const forever = (signal: AbortSignal) => sleep(Number.POSITIVE_INFINITY, signal);
const failure = new RangeError('broken');

describe('TaskGroup, Semaphore and asCompleted together', () => {
  interface Options {
    readonly limit: number;
    readonly signal?: AbortSignal;
  }

  /** The shape of an asynchronous client. */
  async function* processAll<I, R>(
    items: Iterable<I>,
    task: (item: I, signal: AbortSignal) => Promise<R>,
    { limit, signal }: Options,
  ): AsyncGenerator<R> {
    await using group = new TaskGroup({ signal });
    const semaphore = new Semaphore(limit);
    const start = (item: I) => group.spawn((inner) => semaphore.run(() => task(item, inner), inner));
    try {
      for await (const { result } of asCompleted(items, start)) yield result;
    } finally {
      group.cancel();
    }
  }

  const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

  it('processes 10,000 items, never more than the limit at a time', async () => {
    const limit = 50;
    const controller = new AbortController();
    let active = 0;
    let maxActive = 0;
    const task = async (item: number) => {
      maxActive = Math.max(maxActive, ++active);
      await nextLoopTurn();
      active--;
      return item;
    };
    const results = await Array.fromAsync(processAll(numbers(10_000), task, { limit, signal: controller.signal }));
    expect(results.toSorted((a, b) => a - b)).toEqual(numbers(10_000));
    expect(maxActive).toBe(limit);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  it('cancels the rest, and waits for it to end, when the consumer breaks out early', async () => {
    const cancelled: number[] = [];
    let started = 0;
    const task = async (item: number, signal: AbortSignal) => {
      started++;
      if (item === 3) return item;
      return forever(signal).finally(() => cancelled.push(item));
    };
    const unhandled = await unhandledRejectionsDuring(async () => {
      for await (const result of processAll(numbers(10_000), task, { limit: 5 })) {
        expect(result).toBe(3);
        break;
      }
    });
    expect(cancelled.length).toBe(started - 1);
    expect(unhandled).toEqual([]);
  });

  it('throws the failure as it is, not the cancellations that it caused', async () => {
    const task = async (item: number, signal: AbortSignal) => {
      if (item === 3) throw failure;
      return nodeTimer(60_000, undefined, { signal });
    };
    await expect(Array.fromAsync(processAll(numbers(1000), task, { limit: 10 }))).rejects.toBe(failure);
  });

  it('throws the reason as it is when the outer signal aborts', async () => {
    const controller = new AbortController();
    const task = async (item: number, signal: AbortSignal) => {
      if (item === 9) controller.abort('interrupted');
      return forever(signal);
    };
    const { signal } = controller;
    await expect(Array.fromAsync(processAll(numbers(1000), task, { limit: 10, signal }))).rejects.toBe('interrupted');
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('warns of no listener leak with thousands of waiters and of running children', async () => {
    const warnings: Error[] = [];
    const record = (warning: Error) => warnings.push(warning);
    process.on('warning', record);
    let running = 0;
    const raw = (item: number, signal: AbortSignal) => {
      running++;
      return new Promise<number>((resolve) => signal.addEventListener('abort', () => resolve(item), { once: true }));
    };
    const controller = new AbortController();
    const results = Array.fromAsync(processAll(numbers(3000), raw, { limit: 2000, signal: controller.signal }));
    await vi.waitUntil(() => running === 2000);
    controller.abort('done');
    await results.catch(() => {});
    await nextLoopTurn(); // Warnings are emitted on the next tick.
    process.off('warning', record);
    expect(warnings).toEqual([]);
  });
});
