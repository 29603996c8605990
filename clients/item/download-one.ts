import { type ItemRequest, itemBody, itemPath } from '../download/item-request.ts';
import type { Outcome } from '../download/outcome.ts';
import { computeItem } from '../work/compute-item.ts';
import { askWithRetries, type Slot } from './ask-with-retries.ts';
import { countryName } from './country-name.ts';
import { fileName } from './file-name.ts';
import type { FlagClient } from './flag-client.ts';
import type { Trace } from './flag-request.ts';
import { save, saveSync } from './save.ts';
import { settleItem } from './settle-item.ts';

/**
 * Asks for one item: a flag, and its metadata if wanted, or whatever else the settings say. It computes for what has come
 * and saves it, if that is asked for. A slot is held for each request, not while waiting to retry, computing or saving.
 */
export function downloadOne(code: string, client: FlagClient, slot: Slot): Promise<Outcome> {
  const { request } = client.settings;
  return settleItem(code, client, (trace) =>
    request === undefined ? getFlag(code, client, slot, trace) : askFor(code, request, client, slot, trace),
  );
}

/** Resolves with where the flag was saved, if it was. */
async function getFlag(code: string, client: FlagClient, slot: Slot, trace: Trace): Promise<string | undefined> {
  const { names, outDir } = client.settings;
  const folder = client.path(code.toLowerCase());
  const image = await askWithRetries(`${folder}/${code.toLowerCase()}.gif`, client, slot, trace, outDir !== undefined);
  const country = names ? await getCountry(`${folder}/metadata.json`, client, slot, trace) : undefined;
  await compute(client);
  return await saveFlag(client, fileName(code, country), image);
}

/** Saves a flag where and how the settings say; resolves with undefined where it is not to be saved. */
export async function saveFlag({ settings }: FlagClient, name: string, image: Buffer): Promise<string | undefined> {
  const { outDir, saveTimes, saveWith } = settings;
  if (outDir === undefined) return undefined;
  return await (saveWith === 'sync' ? saveSync : save)(outDir, name, image, saveTimes);
}

/** An item that is no flag is not saved. */
async function askFor(
  item: string,
  request: ItemRequest,
  client: FlagClient,
  slot: Slot,
  trace: Trace,
): Promise<undefined> {
  const path = client.path(itemPath(request, item).slice(1));
  await askWithRetries(path, client, slot, trace, false, itemBody(request, item));
  await compute(client);
}

async function compute({ settings: { cpu, computer }, signal }: FlagClient): Promise<void> {
  if (cpu !== undefined) await computeItem(cpu, computer, signal);
}

async function getCountry(path: string, client: FlagClient, slot: Slot, trace: Trace): Promise<string> {
  const json = await askWithRetries(path, client, slot, trace, true);
  return countryName(json.toString(), path);
}
