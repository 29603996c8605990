import { beginning } from './download/beginning.ts';
import type { Outcome } from './download/outcome.ts';
import type { ResolvedDownload } from './download/resolve-download.ts';
import { ownSlot } from './item/ask-with-retries.ts';
import { downloadOne } from './item/download-one.ts';
import { FlagClient } from './item/flag-client.ts';

/** One request after another. */
export async function* sequential(codes: readonly string[], settings: ResolvedDownload): AsyncGenerator<Outcome> {
  await using client = new FlagClient(settings, await beginning(settings));
  for (const code of codes) yield await downloadOne(code, client, ownSlot);
}
