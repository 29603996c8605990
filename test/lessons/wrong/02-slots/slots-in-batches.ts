import type { OwnDownload, OwnOutcome } from 'flaglab';
import { downloadFlag } from '../../../../lessons/client/flag.ts';

/** m slots, but for 2m codes at a time: at the end of each batch all wait for its slowest. */
export const download: OwnDownload = async function* (codes, { baseUrl, m = 10 }) {
  const outcomes: OwnOutcome[] = [];

  async function slot(batch: string[]): Promise<void> {
    for (let code = batch.shift(); code !== undefined; code = batch.shift()) {
      outcomes.push(await downloadFlag(baseUrl, code));
    }
  }

  for (let next = 0; next < codes.length; next += 2 * m) {
    const batch = codes.slice(next, next + 2 * m);
    await Promise.all(Array.from({ length: m }, () => slot(batch)));
  }
  yield* outcomes;
};
