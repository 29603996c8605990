import type { Outcome } from './download/outcome.ts';
import { downloadOne, ownSlot } from './item/download-one.ts';
import { FlagClient } from './item/flag-client.ts';
import { threadSettings } from './threads/thread-settings.ts';

export { ready } from './threads/thread-settings.ts';

let client: FlagClient | undefined;

/** Runs in a thread of the pool: downloads one item over the thread's one connection. */
export default function download({ code, beganMs }: { code: string; beganMs: number }): Promise<Outcome> {
  client ??= new FlagClient({ ...threadSettings(), m: 1 }, beganMs);
  return downloadOne(code, client, ownSlot);
}
