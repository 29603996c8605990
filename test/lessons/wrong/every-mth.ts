import type { OwnDownload, OwnOutcome } from 'flaglab';
import { downloadFlag } from '../../../lessons/client/flag.ts';

/** m loops, the first of which has the first code, the second the second, and each every m-th after it. */
export const download: OwnDownload = async function* (codes, { baseUrl, m = 10 }) {
  const outcomes: OwnOutcome[] = [];

  async function loop(first: number): Promise<void> {
    for (let i = first; i < codes.length; i += m) outcomes.push(await downloadFlag(baseUrl, codes[i]!));
  }

  await Promise.all(Array.from({ length: m }, (_, first) => loop(first)));
  yield* outcomes;
};
