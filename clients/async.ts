import { asCompleted } from '../lib/concurrency/as-completed.ts';
import { type Admitted, Semaphore } from '../lib/concurrency/semaphore.ts';
import { TaskGroup } from '../lib/concurrency/task-group.ts';
import { beginning } from './download/beginning.ts';
import type { Outcome } from './download/outcome.ts';
import type { ResolvedDownload } from './download/resolve-download.ts';
import { downloadOne } from './item/download-one.ts';
import { FlagClient } from './item/flag-client.ts';

/** All items on one event loop; a semaphore lets m of them have a request in flight. */
export async function* asynchronous(codes: readonly string[], settings: ResolvedDownload): AsyncGenerator<Outcome> {
  await using group = new TaskGroup();
  // Ends before the group does: when the loop is left early, what is in flight is cancelled and then waited for.
  await using client = new FlagClient(settings, await beginning(settings));
  const slots = new Semaphore(settings.m);
  const download = ({ item, run }: Admitted<string>) => group.spawn(() => downloadOne(item, client, run));
  for await (const { result } of asCompleted(slots.admit(codes), download)) yield result;
}
