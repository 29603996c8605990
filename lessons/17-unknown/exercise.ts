import { setTimeout as sleep } from 'node:timers/promises';
import type { OwnDownload, OwnOutcome } from 'flaglab';
import { ask } from '../client/ask.ts';

/**
 * Asks with as many in flight as it may, and for each flag that was refused again after Retry-After. Mend it so that it finds out
 * how many the server takes: more as long as nothing is refused, half as many after a refusal.
 */
export const download: OwnDownload = async function* (codes, { baseUrl, m = 64 }) {
  const left = codes.values();
  const outcomes: OwnOutcome[] = [];

  async function slot(): Promise<void> {
    for (const code of left) {
      let answer = await ask(baseUrl, code);
      while (answer.isRefused) {
        await sleep(answer.retryAfterMs);
        answer = await ask(baseUrl, code);
      }
      outcomes.push(answer.outcome);
    }
  }

  await Promise.all(Array.from({ length: m }, slot));
  yield* outcomes;
};
