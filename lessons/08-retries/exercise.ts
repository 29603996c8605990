import { setTimeout as sleep } from 'node:timers/promises';
import type { OwnDownload, OwnOutcome } from 'flaglab';
import { ask } from '../client/ask.ts';

/**
 * Waits as long as Retry-After says, and then all m ask again at the same moment: most of them are refused again. Mend it so that
 * requests leave one after the other, at a pace that slows down when the server refuses.
 */
export const download: OwnDownload = async function* (codes, { baseUrl, m = 20 }) {
  const left = codes.values();
  const outcomes: OwnOutcome[] = [];

  async function slot(): Promise<void> {
    for (const code of left) {
      let answer = await ask(baseUrl, code);
      while (answer.outcome.status === 429) {
        await sleep(answer.retryAfterMs);
        answer = await ask(baseUrl, code);
      }
      outcomes.push(answer.outcome);
    }
  }

  await Promise.all(Array.from({ length: m }, slot));
  yield* outcomes;
};
