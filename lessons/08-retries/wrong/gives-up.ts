import type { OwnDownload, OwnOutcome } from 'flaglab';
import { ask } from '../../client/ask.ts';

/** Takes a refusal for the last word. */
export const download: OwnDownload = async function* (codes, { baseUrl, m = 20 }) {
  const left = codes.values();
  const outcomes: OwnOutcome[] = [];

  async function slot(): Promise<void> {
    for (const code of left) outcomes.push((await ask(baseUrl, code)).outcome);
  }

  await Promise.all(Array.from({ length: m }, slot));
  yield* outcomes;
};
