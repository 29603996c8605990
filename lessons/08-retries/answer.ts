import { setTimeout as sleep } from 'node:timers/promises';
import type { OwnDownload, OwnOutcome } from 'flaglab';
import { ask } from '../client/ask.ts';

/** All slots share one pace: requests leave one after the other, nobody asks before Retry-After is over, and then more slowly. */
export const download: OwnDownload = async function* (codes, { baseUrl, m = 20 }) {
  const left = codes.values();
  const outcomes: OwnOutcome[] = [];
  let everyMs = 5;
  let nextMs = performance.now();

  /** Waits until it is this request's turn; whoever comes after it has to wait for the next. */
  async function turn(): Promise<void> {
    while (performance.now() < nextMs) await sleep(nextMs - performance.now());
    nextMs = performance.now() + everyMs;
  }

  async function slot(): Promise<void> {
    for (const code of left) {
      await turn();
      let answer = await ask(baseUrl, code);
      while (answer.outcome.status === 429) {
        const untilMs = performance.now() + answer.retryAfterMs;
        // Several that are refused together slow the pace down once.
        if (untilMs > nextMs + everyMs) everyMs *= 2;
        nextMs = Math.max(nextMs, untilMs);
        await turn();
        answer = await ask(baseUrl, code);
      }
      outcomes.push(answer.outcome);
    }
  }

  await Promise.all(Array.from({ length: m }, slot));
  yield* outcomes;
};
