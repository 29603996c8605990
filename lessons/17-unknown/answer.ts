import { setTimeout as sleep } from 'node:timers/promises';
import type { OwnDownload, OwnOutcome } from 'flaglab';
import { ask } from '../client/ask.ts';

/** A limit that grows as long as nothing is refused and is halved by a refusal; what was refused comes again after Retry-After, while others go on. */
export const download: OwnDownload = async function* (codes, { baseUrl, m = 64 }) {
  const left = [...codes];
  const outcomes: OwnOutcome[] = [];
  const underWay = new Set<Promise<void>>();
  /** Refused, and told to wait. */
  const waiting = new Set<Promise<void>>();
  let limit = 1;
  let isKnown = false;

  async function comeBack(code: string, afterMs: number): Promise<void> {
    await sleep(afterMs);
    left.push(code);
  }

  async function request(code: string): Promise<void> {
    const { outcome, isRefused, retryAfterMs } = await ask(baseUrl, code);
    if (isRefused) {
      // Those refused together are one refusal: each halves what is under way, not what the one before has left.
      limit = Math.max(1, underWay.size / 2);
      isKnown = true;
      const wait: Promise<void> = comeBack(code, retryAfterMs).finally(() => waiting.delete(wait));
      waiting.add(wait);
      return;
    }
    outcomes.push(outcome);
    // Twice as many each round until the first refusal, then one more every fourth round.
    limit = Math.min(m, limit + (isKnown ? 0.25 / limit : 1));
  }

  while (left.length + underWay.size + waiting.size > 0) {
    while (left.length > 0 && underWay.size < limit) {
      const one: Promise<void> = request(left.shift()!).finally(() => underWay.delete(one));
      underWay.add(one);
    }
    await Promise.race([...underWay, ...waiting]);
  }
  yield* outcomes;
};
