import { setTimeout } from 'node:timers/promises';
import type { OwnDownload, OwnOutcome } from 'flaglab';
import { downloadFlag } from '../../../lessons/client/flag.ts';

/** m slots, each of which rests after each answer. */
export const download: OwnDownload = async function* (codes, { baseUrl, m = 10 }) {
  const left = codes.values();
  const outcomes: OwnOutcome[] = [];

  async function slot(): Promise<void> {
    for (const code of left) {
      outcomes.push(await downloadFlag(baseUrl, code));
      await setTimeout(200);
    }
  }

  await Promise.all(Array.from({ length: m }, slot));
  yield* outcomes;
};
