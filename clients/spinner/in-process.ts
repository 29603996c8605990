import { fork } from 'node:child_process';
import { once } from 'node:events';
import { siblingModule } from '../../lib/package/sibling-module.ts';
import type { Drawn } from './frames.ts';
import type { Spun } from './spun.ts';

/** Spins in a process of its own, whatever holds this one meanwhile. */
export async function spinInProcess(isShown: boolean, slowWork: () => number): Promise<Spun> {
  const spinner = fork(siblingModule(import.meta.url, './spin-process'), [], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  // Held by the work, this process would not hear that its own parent is gone.
  spinner.send({ isShown, starter: process.ppid });
  await once(spinner, 'message'); // It spins.
  const answer = slowWork();
  spinner.send('stop');
  const [drawn] = (await once(spinner, 'message')) as [Drawn];
  spinner.disconnect();
  return { answer, ...drawn };
}
