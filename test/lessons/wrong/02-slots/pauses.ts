import { setTimeout } from 'node:timers/promises';
import type { OwnDownload, OwnOutcome } from 'flaglab';
import { downloadFlag } from '../../../../lessons/client/flag.ts';

/** m slots, each of which rests as long as the answer took. */
export const download: OwnDownload = async function* (codes, { baseUrl, m = 10 }) {
  const left = codes.values();
  const outcomes: OwnOutcome[] = [];

  async function slot(): Promise<void> {
    for (const code of left) {
      const outcome = await downloadFlag(baseUrl, code);
      outcomes.push(outcome);
      await setTimeout(outcome.endedMs - outcome.startedMs);
    }
  }

  await Promise.all(Array.from({ length: m }, slot));
  yield* outcomes;
};
