import type { OwnDownload, OwnOutcome } from 'flaglab';
import { downloadFlag } from '../../../lessons/client/flag.ts';

/** So many have been in flight once, and so many have not been refused. */
const AT_ONCE = 16;

/** Many at once, and then one after the other. */
export const download: OwnDownload = async function* (codes, { baseUrl }) {
  const first = await Promise.all(codes.slice(0, AT_ONCE).map((code) => downloadFlag(baseUrl, code)));
  const outcomes: OwnOutcome[] = first.filter(({ status }) => status !== 503);
  const refused = first.filter(({ status }) => status === 503).map(({ code }) => code);
  for (const code of [...refused, ...codes.slice(AT_ONCE)]) outcomes.push(await downloadFlag(baseUrl, code));
  yield* outcomes;
};
