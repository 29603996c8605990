import type { MessagePort } from 'node:worker_threads';
import { asynchronous } from './async.ts';
import type { Share } from './threads/deal-shares.ts';
import { threadSettings } from './threads/thread-settings.ts';

export { ready } from './threads/thread-settings.ts';

/** Runs in a thread of the pool: an async client for a share of the items, which posts each outcome as it completes. */
export default async function download({
  codes,
  m,
  beganMs,
  port,
}: Share & { beganMs: number; port: MessagePort }): Promise<void> {
  for await (const outcome of asynchronous(codes, { ...threadSettings(), m }, beganMs)) port.postMessage(outcome);
  port.close();
}
