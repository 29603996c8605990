import { onAbort } from './on-abort.ts';

/** Longer than anything lasts: only to keep the event loop alive, which does not count a wait for another thread. */
const LONG_MS = 2 ** 30;

/**
 * Waits until a number that threads share is another one, or somebody has said that it may be. Rejects with `signal.reason`
 * when the signal aborts first.
 *
 * @param mostMs how long at most; default: for ever
 */
export async function changed(
  shared: Int32Array<SharedArrayBuffer>,
  index: number,
  value: number,
  signal?: AbortSignal,
  mostMs = Number.POSITIVE_INFINITY,
): Promise<void> {
  signal?.throwIfAborted();
  const waiting = Atomics.waitAsync(shared, index, value, mostMs);
  if (!waiting.async) return;
  const alive = setInterval(() => {}, LONG_MS);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  using _listening = onAbort(signal, reject);
  waiting.value.then(() => resolve());
  try {
    await promise;
  } finally {
    clearInterval(alive);
  }
}
