import type { OwnDownload, OwnOutcome } from 'flaglab';
import { downloadFlag } from '../client/flag.ts';

/** Additive increase, multiplicative decrease: a limit that grows by one for each round of answers, and is halved by a refusal. */
export const download: OwnDownload = async function* (codes, { baseUrl }) {
  const left = [...codes];
  const outcomes: OwnOutcome[] = [];
  const underWay = new Set<Promise<void>>();
  let limit = 1;
  let isKnown = false;

  async function ask(code: string): Promise<void> {
    const outcome = await downloadFlag(baseUrl, code);
    if (outcome.status === 503) {
      left.push(code);
      // Those refused together are one refusal: each halves what is under way, not what the one before has left.
      limit = Math.max(1, underWay.size / 2);
      isKnown = true;
    } else {
      outcomes.push(outcome);
      // Twice as many each round until the first refusal, then one more each round.
      limit += isKnown ? 1 / limit : 1;
    }
  }

  while (left.length > 0 || underWay.size > 0) {
    while (left.length > 0 && underWay.size < limit) {
      const request: Promise<void> = ask(left.shift()!).finally(() => underWay.delete(request));
      underWay.add(request);
    }
    await Promise.race(underWay);
  }
  yield* outcomes;
};
