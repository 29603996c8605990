import type { OwnDownload } from 'flaglab';
import { downloadFlag } from '../../../../lessons/client/flag.ts';

/** One more with each round, whatever is refused: the flags are through before that becomes much. */
export const download: OwnDownload = async function* (codes, { baseUrl }) {
  const left = [...codes];
  for (let m = 1; left.length > 0; m++) {
    const outcomes = await Promise.all(left.splice(0, m).map((code) => downloadFlag(baseUrl, code)));
    left.push(...outcomes.filter(({ status }) => status === 503).map(({ code }) => code));
    yield* outcomes.filter(({ status }) => status !== 503);
  }
};
