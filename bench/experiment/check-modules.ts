import { LabError } from '../../lib/errors/lab-error.ts';
import { UsageError } from '../../lib/errors/usage-error.ts';
import type { OwnClient } from '../result/own-client.ts';
import { startCellProcess } from './cell/start-cell-process.ts';

/** How long a module may take to load, in milliseconds. */
const LOAD_TIMEOUT_MS = 30_000;

/**
 * Loads the modules among the clients once, in a process of their own: what is wrong with one is better known before the
 * bench than after it.
 *
 * @throws UsageError when one cannot be loaded or is no client
 */
export async function checkModules(clients: readonly OwnClient[]): Promise<void> {
  const files = clients.flatMap((client) => (client.kind === 'module' ? [client.file] : []));
  for (const file of files) await checkModule(file);
}

async function checkModule(file: string): Promise<void> {
  const timeout = AbortSignal.timeout(LOAD_TIMEOUT_MS);
  await using child = startCellProcess('the process that loads it', timeout);
  try {
    await child.ask((calls) => calls.check(file));
  } catch (cause) {
    if (!(cause instanceof LabError)) throw cause;
    const why = timeout.aborted ? `${file} was not loaded within ${LOAD_TIMEOUT_MS / 1000} s` : cause.message;
    throw new UsageError(why.includes(file) ? why : `${file}: ${why}`, { cause });
  }
}
