import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sleep } from '../../../lib/concurrency/sleep.ts';

const LONGEST_TIMER_MS = 2 ** 31 - 1;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Returns a function that tells how far the sleep has come, without waiting for it. */
function observe(promise: Promise<void>): () => 'sleeping' | 'awake' | 'rejected' {
  let state: 'sleeping' | 'awake' | 'rejected' = 'sleeping';
  promise.then(
    () => {
      state = 'awake';
    },
    () => {
      state = 'rejected';
    },
  );
  return () => state;
}

describe('sleep, by the real clock', () => {
  it('never wakes early', async () => {
    const sleepOnce = async (ms: number) => {
      const startedAt = performance.now();
      await sleep(ms);
      return performance.now() - startedAt - ms;
    };
    const latenesses = await Promise.all(Array.from({ length: 200 }, (_, index) => sleepOnce(index * 0.7)));
    expect(Math.min(...latenesses)).toBeGreaterThanOrEqual(0);
  });

  it('lets the event loop turn even for 0 ms', async () => {
    const order: string[] = [];
    const sleeping = sleep(0).then(() => order.push('awake'));
    // The ticks and microtasks of this turn all come before any timer.
    await new Promise<void>((resolve) => process.nextTick(resolve));
    await Promise.resolve();
    order.push('still the same turn');
    await sleeping;
    expect(order).toEqual(['still the same turn', 'awake']);
  });
});

describe('sleep', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([1, 0.5, 250, LONGEST_TIMER_MS])('wakes after %d ms and leaves no timer', async (ms) => {
    const state = observe(sleep(ms));
    await vi.advanceTimersByTimeAsync(Math.ceil(ms) - 1);
    expect(state()).toBe('sleeping');
    await vi.advanceTimersByTimeAsync(1);
    expect(state()).toBe('awake');
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([LONGEST_TIMER_MS + 1, 30 * DAY_MS, 100 * DAY_MS])(
    'chains timers to wake after %d ms, more than one can hold',
    async (ms) => {
      const setTimer = vi.spyOn(globalThis, 'setTimeout');
      const state = observe(sleep(ms));
      await vi.advanceTimersByTimeAsync(ms - 1);
      expect(state()).toBe('sleeping');
      await vi.advanceTimersByTimeAsync(1);
      expect(state()).toBe('awake');
      expect(Math.max(...setTimer.mock.calls.map(([, delayMs]) => delayMs ?? 0))).toBe(LONGEST_TIMER_MS);
    },
  );

  it('sleeps for Infinity until the signal aborts', async () => {
    const controller = new AbortController();
    const sleeping = sleep(Number.POSITIVE_INFINITY, controller.signal);
    const state = observe(sleeping);
    await vi.advanceTimersByTimeAsync(1000 * DAY_MS);
    expect(state()).toBe('sleeping');
    controller.abort('morning');
    await expect(sleeping).rejects.toBe('morning');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('rejects with the reason at once when aborted, clearing timer and listener', async () => {
    const controller = new AbortController();
    const sleeping = sleep(1000, controller.signal);
    expect(vi.getTimerCount()).toBe(1);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);

    const reason = new RangeError('stop');
    controller.abort(reason);

    await expect(sleeping).rejects.toBe(reason);
    expect(vi.getTimerCount()).toBe(0);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0);
  });

  it('rejects with the reason of a signal that has aborted already, leaving no timer', async () => {
    await expect(sleep(1000, AbortSignal.abort('too late'))).rejects.toBe('too late');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leaves no listener on the signal after waking', async () => {
    const { signal } = new AbortController();
    const sleeping = sleep(5, signal);
    await vi.advanceTimersByTimeAsync(5);
    await sleeping;
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it.each([Number.NaN, -1, -0.001, Number.NEGATIVE_INFINITY])('rejects %d ms with a TypeError', async (ms) => {
    const mistake = new TypeError(`Expected \`ms\` to be a number of at least 0, got ${ms}`);
    await expect(sleep(ms)).rejects.toThrow(mistake);
    expect(vi.getTimerCount()).toBe(0);
  });
});
