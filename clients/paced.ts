import { asCompleted } from '../lib/concurrency/as-completed.ts';
import type { Admitted } from '../lib/concurrency/semaphore.ts';
import { TaskGroup } from '../lib/concurrency/task-group.ts';
import { beginning } from './download/beginning.ts';
import type { Outcome } from './download/outcome.ts';
import type { ResolvedDownload } from './download/resolve-download.ts';
import { downloadOne } from './item/download-one.ts';
import { FlagClient } from './item/flag-client.ts';
import { PacedSlots } from './limits/paced-slots.ts';

/** All items on one event loop; a pace that learns from refusals says when each request is sent, with at most m in flight. */
export async function* paced(codes: readonly string[], settings: ResolvedDownload): AsyncGenerator<Outcome> {
  await using group = new TaskGroup();
  await using client = new FlagClient(settings, await beginning(settings));
  const slots = new PacedSlots(settings);
  const download = ({ item, run }: Admitted<string>) =>
    group.spawn(() => downloadOne(item, client, slots.inTurn(run, client.signal)));
  for await (const { result } of asCompleted(slots.admit(codes), download)) yield result;
}
