import { workerData } from 'node:worker_threads';
import type { ResolvedDownload } from '../download/resolve-download.ts';
import { warmUp } from '../item/warm-up.ts';
import { DistantComputer } from '../work/computing-port.ts';
import { CancelFlag } from './cancel-flag.ts';
import type { ThreadTask } from './thread-task.ts';

/** What each thread of a pool is given when it starts. */
export interface ThreadData {
  readonly settings: ResolvedDownload;
  readonly cancelFlag: SharedArrayBuffer;
}

let settings: ResolvedDownload | undefined;

/** In a thread of a pool: the download's settings, with a signal that aborts when the pool cancels. */
export function threadSettings(): ResolvedDownload {
  const data = workerData as ThreadData;
  settings ??= { ...data.settings, signal: new CancelFlag(data.cancelFlag).watch() };
  return settings;
}

/** The same for one task: with its share of the slots, and with the computer of all threads. */
export function taskSettings({ slots, computing }: ThreadTask): ResolvedDownload {
  return { ...threadSettings(), m: slots, computer: computing && new DistantComputer(computing) };
}

/** In a thread of a pool: the first task of each. When it has ended, the thread is as quick as it will be. */
export async function ready(): Promise<void> {
  threadSettings();
  await warmUp();
}
