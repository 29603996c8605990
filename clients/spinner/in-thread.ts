import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { UniversalEvent } from '../../lib/concurrency/universal-event.ts';
import { siblingModule } from '../../lib/package/sibling-module.ts';
import type { Drawn } from './frames.ts';
import type { SpinThreadData } from './spin-thread.ts';
import type { Spun } from './spun.ts';

/** Spins in a thread of its own, whatever holds this one meanwhile. */
export async function spinInThread(isShown: boolean, slowWork: () => number): Promise<Spun> {
  const isDone = new UniversalEvent();
  const data: SpinThreadData = { isShown, isDone: isDone.shared };
  const thread = new Worker(siblingModule(import.meta.url, './spin-thread'), { workerData: data });
  await once(thread, 'message'); // It spins.
  const answer = slowWork();
  isDone.set();
  const [drawn] = (await once(thread, 'message')) as [Drawn];
  return { answer, ...drawn };
}
