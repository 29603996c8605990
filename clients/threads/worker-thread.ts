import { ownSlot } from '../item/ask-with-retries.ts';
import { downloadOne } from '../item/download-one.ts';
import { FlagClient } from '../item/flag-client.ts';
import { AnswerBatches } from './answer-batches.ts';
import { ThreadItems } from './thread-items.ts';
import { taskSettings } from './thread-settings.ts';
import type { ThreadTask } from './thread-task.ts';

export { ready } from './thread-settings.ts';

/** Runs in a thread of the pool: one request after another, over the thread's one connection. */
export default async function download(task: ThreadTask): Promise<void> {
  using answers = new AnswerBatches(task.port);
  await using client = new FlagClient(taskSettings(task), task.beganMs);
  const items = new ThreadItems(task, client.signal);
  for (const { index, code } of items) answers.add({ index, outcome: await downloadOne(code, client, ownSlot) });
}
