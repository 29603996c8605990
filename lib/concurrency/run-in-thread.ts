import { once } from 'node:events';
import { Script } from 'node:vm';
import { Worker } from 'node:worker_threads';
import { onAbort } from './on-abort.ts';
import type { Task } from './task-group.ts';

/** Runs in the thread: it answers once, with what the function returns or throws. */
const answerOnce = (compute: string) => `
const { parentPort, workerData } = require('node:worker_threads');
const compute = (${compute});
const tell = (answer) => {
  try {
    parentPort.postMessage(answer);
  } catch (error) {
    // Such as a function, which cannot be copied from thread to thread.
    parentPort.postMessage({ error: new TypeError('the answer cannot leave the thread: ' + error.message) });
  }
};
Promise.resolve()
  .then(() => compute(...workerData))
  .then((value) => tell({ value }), (error) => tell({ error }));
`;

/** The text of a built-in function, or a bound one: it says nothing of what they do. */
const NATIVE = /\{\s*\[native code\]\s*\}$/;

/** Whether a text is a function wherever it stands: that of a method in short form is none outside of its object. */
function isExpression(text: string): boolean {
  try {
    new Script(`(${text})`);
    return true;
  } catch {
    return false;
  }
}

/** What a thread ends with that has not answered. */
class ThreadEndedError extends Error {
  override readonly name = 'ThreadEndedError';
}

/** What a thread answers. */
type Answer<R> = { readonly value: R } | { readonly error: unknown };

/**
 * A task that computes in a thread of its own, so that this one stays free: `group.spawn(runInThread(fib, 40))`. The function
 * gets copies of its arguments; it is sent as text, so it must use no name from outside itself, nor be built in. A computation cannot be asked
 * to stop: when the task is called off, its thread is ended.
 *
 * @example
 * ```ts
 * import { runInThread, TaskGroup } from 'flaglab';
 * const sum = (end: number) => {
 *   let total = 0;
 *   for (let i = 1; i <= end; i++) total += i;
 *   return total;
 * };
 * console.log(await TaskGroup.run((group) => group.spawn(runInThread(sum, 1000)))); // 500500
 * ```
 */
export function runInThread<A extends readonly unknown[], R>(
  compute: (...args: A) => Promise<R> | R,
  ...args: A
): Task<R> {
  const text = String(compute);
  if (NATIVE.test(text)) throw new TypeError('Expected `compute` to be written in JavaScript, got a built-in function');
  if (!isExpression(text)) {
    throw new TypeError('Expected `compute` to be a function by itself, got a method: write (…) => object.method(…)');
  }
  return async (signal) => {
    signal.throwIfAborted();
    const thread = new Worker(answerOnce(text), { eval: true, workerData: args });
    const cancelled = Promise.withResolvers<never>();
    using _listening = onAbort(signal, cancelled.reject);
    try {
      const answer = await Promise.race([answerOf<R>(thread), cancelled.promise]);
      if ('error' in answer) throw answer.error;
      return answer.value;
    } finally {
      await thread.terminate();
    }
  };
}

async function answerOf<R>(thread: Worker): Promise<Answer<R>> {
  const gone = once(thread, 'exit').then(([code]) => {
    throw new ThreadEndedError(`the thread ended with code ${code} before it had an answer`);
  });
  const answered = once(thread, 'message').then(([answer]) => answer as Answer<R>);
  return await Promise.race([answered, gone]);
}
