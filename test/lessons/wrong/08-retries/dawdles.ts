import { setTimeout } from 'node:timers/promises';
import type { OwnDownload } from 'flaglab';
import { ask } from '../../../../lessons/client/ask.ts';

/** So slow that nobody refuses anything. */
export const download: OwnDownload = async function* (codes, { baseUrl }) {
  for (const code of codes) {
    yield (await ask(baseUrl, code)).outcome;
    await setTimeout(100);
  }
};
