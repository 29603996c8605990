import { asCompleted } from '../lib/concurrency/as-completed.ts';
import type { Admitted } from '../lib/concurrency/semaphore.ts';
import { TaskGroup } from '../lib/concurrency/task-group.ts';
import { beginning } from './download/beginning.ts';
import type { Outcome } from './download/outcome.ts';
import type { ResolvedDownload } from './download/resolve-download.ts';
import { downloadOne } from './item/download-one.ts';
import { FlagClient } from './item/flag-client.ts';
import { AdaptiveSlots } from './limits/adaptive-slots.ts';

/** All items on one event loop; a limit that begins at 1 and learns lets up to m of them have a request in flight. */
export async function* adaptive(codes: readonly string[], settings: ResolvedDownload): AsyncGenerator<Outcome> {
  await using group = new TaskGroup();
  await using client = new FlagClient(settings, await beginning(settings));
  using slots = new AdaptiveSlots(settings);
  const download = ({ item, run }: Admitted<string>) =>
    group.spawn(() => downloadOne(item, client, slots.learnFrom(run, client.signal)));
  for await (const { result } of asCompleted(slots.admit(codes), download)) yield { ...result, limit: slots.limit };
}
