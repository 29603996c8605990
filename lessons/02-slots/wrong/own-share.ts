import type { OwnDownload, OwnOutcome } from 'flaglab';
import { downloadFlag } from '../../client/flag.ts';

/** m loops, each with a share of the codes to itself: whoever is done first has nothing left to do. */
export const download: OwnDownload = async function* (codes, { baseUrl, m = 10 }) {
  const each = Math.ceil(codes.length / m);

  async function loop(first: number): Promise<OwnOutcome[]> {
    const outcomes: OwnOutcome[] = [];
    for (const code of codes.slice(first, first + each)) outcomes.push(await downloadFlag(baseUrl, code));
    return outcomes;
  }

  const loops = Array.from({ length: m }, (_, i) => loop(i * each));
  yield* (await Promise.all(loops)).flat();
};
