import { asCompleted } from '../../lib/concurrency/as-completed.ts';
import { type Admitted, Semaphore } from '../../lib/concurrency/semaphore.ts';
import { TaskGroup } from '../../lib/concurrency/task-group.ts';
import { downloadOne } from '../item/download-one.ts';
import { FlagClient } from '../item/flag-client.ts';
import { AnswerBatches } from './answer-batches.ts';
import { ThreadItems } from './thread-items.ts';
import { taskSettings } from './thread-settings.ts';
import type { Answer, ThreadTask } from './thread-task.ts';

export { ready } from './thread-settings.ts';

/** Runs in a thread of the pool: an async client with its share of the m slots. */
export default async function download(task: ThreadTask): Promise<void> {
  using answers = new AnswerBatches(task.port);
  await using group = new TaskGroup();
  await using client = new FlagClient(taskSettings(task), task.beganMs);
  const slots = new Semaphore(task.slots);
  const items = new ThreadItems(task, client.signal);
  // An item is taken when there is a slot for it: another thread may have one before.
  const downloadNext = async ({ run }: Admitted<void>): Promise<Answer | undefined> => {
    const item = items.take();
    return item && { index: item.index, outcome: await downloadOne(item.code, client, run) };
  };
  const download = (turn: Admitted<void>) => group.spawn(() => downloadNext(turn));
  for await (const { result } of asCompleted(slots.admit(items.turns()), download)) {
    if (result !== undefined) answers.add(result);
  }
}
