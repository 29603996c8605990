import { expect, it } from 'vitest';
import { sleep } from '../../../lib/concurrency/sleep.ts';
import { withTimeout } from '../../../lib/concurrency/with-timeout.ts';

const forever = (signal: AbortSignal) => sleep(Number.POSITIVE_INFINITY, signal);

it('returns what a task returns in time', async () => {
  expect(await withTimeout(60_000, () => 42)).toBe(42);
});

it('calls a task off after its time, and says that this was why', async () => {
  await expect(withTimeout(5, forever)).rejects.toMatchObject({ name: 'TimeoutError' });
  const wrapped = withTimeout(5, (signal) =>
    forever(signal).catch((cause) => Promise.reject(new Error('no answer', { cause }))),
  );
  await expect(wrapped).rejects.toMatchObject({ name: 'TimeoutError' });
});

it('waits until a task has ended that was called off', async () => {
  let ended = false;
  const running = withTimeout(1, (signal) => forever(signal).catch(() => sleep(5).then(() => (ended = true))));
  expect([await running, ended]).toEqual([true, true]);
});

it("leaves a task's own failure and the reason of an outer signal as they are", async () => {
  const failure = new RangeError('mine');
  await expect(withTimeout(60_000, () => Promise.reject(failure))).rejects.toBe(failure);
  await expect(withTimeout(60_000, forever, AbortSignal.abort(failure))).rejects.toBe(failure);
  const controller = new AbortController();
  const running = withTimeout(60_000, forever, controller.signal);
  controller.abort(failure);
  await expect(running).rejects.toBe(failure);
});

it('knows times that no timer does, and refuses what is none', async () => {
  for (const ms of [20_000.5, 3e9, Number.POSITIVE_INFINITY])
    expect(await withTimeout(ms, () => sleep(5).then(() => 1))).toBe(1);
  for (const ms of [-1, Number.NaN]) await expect(withTimeout(ms, () => 1)).rejects.toThrow(TypeError);
});
