import { fork } from 'node:child_process';
import { onAbort } from '../../lib/concurrency/on-abort.ts';
import { LabError } from '../../lib/errors/lab-error.ts';
import { siblingModule } from '../../lib/package/sibling-module.ts';
import type { SpinnerTask } from './spinner-process.ts';
import type { Spun } from './spun.ts';

/**
 * Spins while slow work is done, in a process of its own: the work may hold its event loop, and this one is to hear Ctrl-C. It
 * is in a process group of its own, so that Ctrl-C reaches this process alone, who then ends the group.
 *
 * @param signal ends the process, and what it has started, when it aborts
 * @throws the signal's reason, or LabError when the process ends before the work is done
 */
export async function spin(task: SpinnerTask, signal: AbortSignal): Promise<Spun> {
  const child = fork(siblingModule(import.meta.url, './spinner-process'), [], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [],
    detached: true,
  });
  let spun: Spun | undefined;
  child.once('message', (message) => {
    spun = message as Spun;
  });
  const closed = Promise.withResolvers<void>();
  child.on('error', () => closed.resolve());
  child.on('close', () => closed.resolve());
  child.send(task, () => {});
  using _listening = onAbort(signal, () => endGroup(child.pid));
  await closed.promise;
  signal.throwIfAborted();
  if (spun === undefined) throw new LabError("the spinner's process ended before the work was done");
  return spun;
}

/** Ends a process and those that it has started, if it is still there. */
function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
