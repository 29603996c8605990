import type { OwnDownload, OwnOutcome } from 'flaglab';
import { downloadFlag } from '../../../lessons/client/flag.ts';

/** One more in flight for each round of answers from the beginning on, half as many after a round with a refusal. */
export const download: OwnDownload = async function* (codes, { baseUrl }) {
  const left = [...codes];
  const outcomes: OwnOutcome[] = [];
  for (let limit = 1; left.length > 0; ) {
    const round = left.splice(0, limit);
    const answers = await Promise.all(round.map((code) => downloadFlag(baseUrl, code)));
    const refused = answers.filter(({ status }) => status === 503);
    outcomes.push(...answers.filter(({ status }) => status !== 503));
    left.push(...refused.map(({ code }) => code));
    limit = refused.length > 0 ? Math.max(1, Math.floor(limit / 2)) : limit + 1;
  }
  yield* outcomes;
};
