import type { OwnDownload, OwnOutcome } from 'flaglab';
import { ask } from '../../client/ask.ts';

/** Asks again at once, as often as it takes. */
export const download: OwnDownload = async function* (codes, { baseUrl, m = 20 }) {
  const left = codes.values();
  const outcomes: OwnOutcome[] = [];

  async function slot(): Promise<void> {
    for (const code of left) {
      let answer = await ask(baseUrl, code);
      while (answer.outcome.status === 429) answer = await ask(baseUrl, code);
      outcomes.push(answer.outcome);
    }
  }

  await Promise.all(Array.from({ length: m }, slot));
  yield* outcomes;
};
