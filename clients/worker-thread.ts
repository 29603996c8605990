import { downloadOne, ownSlot } from './download-one.ts';
import { FlagClient } from './flag-client.ts';
import type { Outcome } from './outcome.ts';
import { threadSettings } from './thread-settings.ts';

export { ready } from './thread-settings.ts';

let client: FlagClient | undefined;

/** Runs in a thread of the pool: downloads one item over the thread's one connection. */
export default function download({ code, beganMs }: { code: string; beganMs: number }): Promise<Outcome> {
  client ??= new FlagClient({ ...threadSettings(), m: 1 }, beganMs);
  return downloadOne(code, client, ownSlot);
}
