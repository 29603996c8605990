import { downloadOne, ownSlot } from './download-one.ts';
import { FlagClient } from './flag-client.ts';
import type { Outcome } from './outcome.ts';
import type { ResolvedDownload } from './resolve-download.ts';

/** One request after another. */
export async function* sequential(codes: readonly string[], settings: ResolvedDownload): AsyncGenerator<Outcome> {
  await using client = new FlagClient(settings);
  for (const code of codes) yield await downloadOne(code, client, ownSlot);
}
