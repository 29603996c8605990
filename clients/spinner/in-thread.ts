import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { siblingModule } from '../../lib/package/sibling-module.ts';
import type { Drawn } from './frames.ts';
import type { SpinThreadData } from './spin-thread.ts';
import type { Spun } from './spun.ts';

/** Spins in a thread of its own, whatever holds this one meanwhile. */
export async function spinInThread(isShown: boolean, slowWork: () => number): Promise<Spun> {
  const isDone = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const data: SpinThreadData = { isShown, isDone };
  const thread = new Worker(siblingModule(import.meta.url, './spin-thread'), { workerData: data });
  await once(thread, 'message'); // It spins.
  const answer = slowWork();
  Atomics.store(isDone, 0, 1);
  Atomics.notify(isDone, 0);
  const [drawn] = (await once(thread, 'message')) as [Drawn];
  return { answer, ...drawn };
}
