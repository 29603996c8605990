import { TemporaryFile } from '../command/temporary-file.ts';
import type { OwnClient } from '../result/own-client.ts';
import { checkModules } from './check-modules.ts';

/**
 * Checks that the clients can do their work: what is wrong is better known before the bench than amid it.
 *
 * @throws UsageError when a module cannot be loaded or is no client, OutputError when what a command is given cannot be
 *   written
 */
export async function checkClients(clients: readonly OwnClient[]): Promise<void> {
  if (clients.some(({ kind }) => kind === 'command')) {
    await using _file = await TemporaryFile.write('codes.txt', '');
  }
  await checkModules(clients);
}
