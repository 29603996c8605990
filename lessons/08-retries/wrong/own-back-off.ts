import { setTimeout as sleep } from 'node:timers/promises';
import type { OwnDownload, OwnOutcome } from 'flaglab';
import { ask } from '../../client/ask.ts';

/** So long at most, in milliseconds. */
const MOST_MS = 800;

/** Waits longer each time, but by its own clock: what the server says about it is not read. */
export const download: OwnDownload = async function* (codes, { baseUrl, m = 20 }) {
  const left = codes.values();
  const outcomes: OwnOutcome[] = [];

  async function slot(): Promise<void> {
    for (const code of left) {
      let answer = await ask(baseUrl, code);
      for (let waitMs = 50; answer.outcome.status === 429; waitMs = Math.min(2 * waitMs, MOST_MS)) {
        await sleep(waitMs);
        answer = await ask(baseUrl, code);
      }
      outcomes.push(answer.outcome);
    }
  }

  await Promise.all(Array.from({ length: m }, slot));
  yield* outcomes;
};
