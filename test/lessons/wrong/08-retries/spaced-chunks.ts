import { setTimeout } from 'node:timers/promises';
import type { OwnDownload } from 'flaglab';
import { ask } from '../../../../lessons/client/ask.ts';

/** Ten together, and 100 ms of rest; no retry. */
export const download: OwnDownload = async function* (codes, { baseUrl }) {
  for (let next = 0; next < codes.length; next += 10) {
    const answers = await Promise.all(codes.slice(next, next + 10).map((code) => ask(baseUrl, code)));
    yield* answers.map(({ outcome }) => outcome);
    await setTimeout(100);
  }
};
