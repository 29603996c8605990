import type { OwnDownload, OwnOutcome } from 'flaglab';
import { downloadFlag } from '../../client/flag.ts';

/** One more after each answer, and a refusal is an answer too. */
export const download: OwnDownload = async function* (codes, { baseUrl }) {
  const left = [...codes];
  const outcomes: OwnOutcome[] = [];
  const underWay = new Set<Promise<void>>();
  let limit = 1;

  async function ask(code: string): Promise<void> {
    const outcome = await downloadFlag(baseUrl, code);
    if (outcome.status === 503) left.push(code);
    else outcomes.push(outcome);
    limit += 1;
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
