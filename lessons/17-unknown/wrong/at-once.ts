import type { OwnDownload, OwnOutcome } from 'flaglab';
import { ask } from '../../client/ask.ts';

/** A number that is right elsewhere, and who is refused asks again at once. */
export const download: OwnDownload = async function* (codes, { baseUrl }) {
  const left = codes.values();
  const outcomes: OwnOutcome[] = [];

  async function slot(): Promise<void> {
    for (const code of left) {
      let answer = await ask(baseUrl, code);
      while (answer.isRefused) answer = await ask(baseUrl, code);
      outcomes.push(answer.outcome);
    }
  }

  await Promise.all(Array.from({ length: 20 }, slot));
  yield* outcomes;
};
