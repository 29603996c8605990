import type { OwnDownload, OwnOutcome } from 'flaglab';
import { downloadFlag } from '../client/flag.ts';

/** m slots: each takes the next code as soon as it is free. */
export const download: OwnDownload = async function* (codes, { baseUrl, m = 10 }) {
  const left = codes.values();
  const outcomes: OwnOutcome[] = [];

  async function slot(): Promise<void> {
    // All slots take from the same iterator, so each code is taken once.
    for (const code of left) outcomes.push(await downloadFlag(baseUrl, code));
  }

  await Promise.all(Array.from({ length: m }, slot));
  yield* outcomes;
};
