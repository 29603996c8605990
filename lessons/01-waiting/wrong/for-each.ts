import type { OwnDownload, OwnOutcome } from 'flaglab';
import { downloadFlag } from '../../client/flag.ts';

/** forEach waits for nobody: the list of outcomes is empty when it is looked at. */
export const download: OwnDownload = async function* (codes, { baseUrl }) {
  const outcomes: OwnOutcome[] = [];
  codes.forEach(async (code) => {
    outcomes.push(await downloadFlag(baseUrl, code));
  });
  yield* outcomes;
};
