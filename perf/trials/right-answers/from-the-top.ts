import type { OwnDownload, OwnOutcome } from 'flaglab';
import { downloadFlag } from '../../../lessons/client/flag.ts';

/** Begins with as many as it may, and halves that at each refusal; what was refused is asked for at the end. */
export const download: OwnDownload = async function* (codes, { baseUrl, m = 64 }) {
  const left = [...codes];
  const outcomes: OwnOutcome[] = [];
  const underWay = new Set<Promise<void>>();
  let limit = m;
  while (left.length > 0 || underWay.size > 0) {
    while (left.length > 0 && underWay.size < Math.floor(limit)) {
      const code = left.shift()!;
      const request: Promise<void> = downloadFlag(baseUrl, code).then((outcome) => {
        underWay.delete(request);
        if (outcome.status === 503) {
          left.push(code);
          limit = Math.max(1, limit / 2);
        } else {
          outcomes.push(outcome);
          limit = Math.min(m, limit + 1 / limit);
        }
      });
      underWay.add(request);
    }
    await Promise.race(underWay);
  }
  yield* outcomes;
};
