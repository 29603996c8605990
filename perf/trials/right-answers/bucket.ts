import { setTimeout } from 'node:timers/promises';
import type { OwnDownload, OwnOutcome } from 'flaglab';
import { ask } from '../../../lessons/client/ask.ts';

/** One gate that everyone passes; a refusal closes it for as long as Retry-After says, and the first of several widens the gap by a half. */
export const download: OwnDownload = async function* (codes, { baseUrl }) {
  const left = [...codes];
  const outcomes: OwnOutcome[] = [];
  const underWay = new Set<Promise<void>>();
  let [gapMs, openMs, closedUntilMs] = [12, performance.now(), 0];
  while (left.length > 0 || underWay.size > 0) {
    const waitMs = openMs - performance.now();
    if (left.length === 0) await Promise.race(underWay);
    else if (waitMs > 0) await setTimeout(waitMs);
    else {
      openMs = performance.now() + gapMs;
      const code = left.shift()!;
      const request: Promise<void> = ask(baseUrl, code)
        .then(({ outcome, retryAfterMs }) => {
          if (outcome.status !== 429) return void outcomes.push(outcome);
          left.push(code);
          if (performance.now() > closedUntilMs) gapMs *= 1.5;
          closedUntilMs = performance.now() + retryAfterMs;
          openMs = Math.max(openMs, closedUntilMs);
        })
        .finally(() => underWay.delete(request));
      underWay.add(request);
    }
  }
  yield* outcomes;
};
