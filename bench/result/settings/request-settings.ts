import { z } from 'zod';
import type { DeepReadonly } from '../../../lib/schema/deep-readonly.ts';
import { cpuText, saveText, type WorkSettings } from './work-settings.ts';

/** What the clients of a run ask for beside each flag; all absent where that is nothing. */
export const requestFields = {
  /** How often a client asks again for what has failed and may pass. */
  retries: z.exactOptional(z.int().min(1)),
  /** Whether it asks for each flag's metadata.json, too. */
  names: z.exactOptional(z.literal(true)),
  /** Whether it finds the flags by what leads to them, so that its items are addresses, from the list of countries on. */
  crawl: z.exactOptional(z.literal(true)),
};

const schema = z.strictObject(requestFields);

/** What the clients of a run ask for beside each flag. */
export type RequestSettings = DeepReadonly<z.infer<typeof schema>>;

/** The settings that options ask for. */
export function requestSettings({
  retries,
  names = false,
  crawl = false,
}: {
  readonly retries: number;
  readonly names?: boolean;
  readonly crawl?: boolean;
}): RequestSettings {
  return { ...(retries > 0 && { retries }), ...(names && { names: true }), ...(crawl && { crawl: true }) };
}

/** What differs from one request for each flag, for a line of settings: `, 3 retries, with metadata`; empty for nothing. */
export function requestSettingsText({ retries = 0, names, crawl, cpu, save }: RequestSettings & WorkSettings): string {
  const again = retries === 0 ? '' : `, ${retries} ${retries === 1 ? 'retry' : 'retries'}`;
  const metadata = names === true ? ', with metadata.json' : '';
  const work = [...(cpu === undefined ? [] : [cpuText(cpu)]), ...(save === undefined ? [] : [saveText(save)])];
  const found = crawl === true ? ', found by a crawl from /flags/' : '';
  return `${again}${metadata}${found}${work.map((text) => `, ${text}`).join('')}`;
}
