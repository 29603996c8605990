import { setTimeout } from 'node:timers/promises';
import type { OwnDownload } from 'flaglab';
import { ask } from '../../../lessons/08-retries/ask.ts';

/** A little sleep between flags, and no retry: nobody refuses that on a server that is fast enough. */
export const download: OwnDownload = async function* (codes, { baseUrl }) {
  for (const code of codes) {
    yield (await ask(baseUrl, code)).outcome;
    await setTimeout(8);
  }
};
