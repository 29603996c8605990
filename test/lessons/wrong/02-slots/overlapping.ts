import type { OwnDownload, OwnOutcome } from 'flaglab';
import { downloadFlag } from '../../../../lessons/client/flag.ts';

/** Waits for half of m, and sends as many together. */
export const download: OwnDownload = async function* (codes, { baseUrl, m = 10 }) {
  const left = [...codes];
  const outcomes: OwnOutcome[] = [];
  const open = new Set<Promise<unknown>>();

  function send(count: number): void {
    for (const code of left.splice(0, count)) {
      const request = downloadFlag(baseUrl, code).then((outcome) => {
        outcomes.push(outcome);
        open.delete(request);
      });
      open.add(request);
    }
  }

  send(m);
  while (left.length > 0) {
    while (open.size > m / 2) await Promise.race(open);
    send(m / 2);
  }
  await Promise.all(open);
  yield* outcomes;
};
