import type { OwnDownload } from 'flaglab';
import { ask } from '../../client/ask.ts';

/** Nobody is more polite, and nobody slower. */
export const download: OwnDownload = async function* (codes, { baseUrl }) {
  for (const code of codes) yield (await ask(baseUrl, code)).outcome;
};
