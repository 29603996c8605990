import { setTimeout as sleep } from 'node:timers/promises';
import type { OwnDownload, OwnOutcome } from 'flaglab';
import { downloadFlag } from '../../../../lessons/client/flag.ts';

/** The number of one of the servers, and a pause after a refusal, so that few are refused where there are too many. */
export const download: OwnDownload = async function* (codes, { baseUrl }) {
  const left = codes.values();
  const outcomes: OwnOutcome[] = [];
  async function slot(): Promise<void> {
    for (const code of left) {
      let outcome = await downloadFlag(baseUrl, code);
      while (outcome.status === 503) {
        await sleep(200);
        outcome = await downloadFlag(baseUrl, code);
      }
      outcomes.push(outcome);
    }
  }
  await Promise.all(Array.from({ length: 14 }, slot));
  yield* outcomes;
};
