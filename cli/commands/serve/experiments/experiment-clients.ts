import { UsageError } from '../../../../lib/errors/usage-error.ts';
import { type ClientFile, clientFile, isClientPath } from '../../../options/client-file.ts';

/**
 * The clients in these files, each of which can do its work as far as a bench can tell beforehand.
 *
 * @throws UsageError for what is no client, and for two of one name
 */
export async function experimentClients(paths: readonly string[] = []): Promise<ClientFile[]> {
  if (paths.length === 0) return [];
  const other = paths.find((path) => !isClientPath(path));
  if (other !== undefined)
    throw new UsageError(`--client "${other}" is no file: give one such as ./mine.ts or ./mine.py`);
  // The same file twice is one client.
  const files = [...new Map(paths.map((path) => [clientFile(path).file, clientFile(path)])).values()];
  const { checkNames } = await import('../../../../bench/result/own-client.ts');
  const { checkClients } = await import('../../../../bench/experiment/check-clients.ts');
  const clients = files.map(({ client }) => client);
  checkNames(clients);
  await checkClients(clients);
  return files;
}
