import { fork } from 'node:child_process';
import { LabError } from '../../lib/errors/lab-error.ts';
import { siblingModule } from '../../lib/package/sibling-module.ts';
import type { SpinnerTask } from './spinner-process.ts';
import type { Spun } from './spun.ts';

/**
 * Spins while slow work is done, in a process of its own: the work may hold its event loop, and this one is to hear Ctrl-C.
 *
 * @param signal ends the process when it aborts
 * @throws the signal's reason, or LabError when the process ends before the work is done
 */
export async function spin(task: SpinnerTask, signal: AbortSignal): Promise<Spun> {
  const child = fork(siblingModule(import.meta.url, './spinner-process'), [], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [],
    killSignal: 'SIGKILL',
    signal,
  });
  let spun: Spun | undefined;
  child.once('message', (message) => {
    spun = message as Spun;
  });
  const closed = Promise.withResolvers<void>();
  child.on('error', () => {}); // Its end tells.
  child.on('close', () => closed.resolve());
  child.send(task, () => {});
  await closed.promise;
  signal.throwIfAborted();
  if (spun === undefined) throw new LabError("the spinner's process ended before the work was done");
  return spun;
}
