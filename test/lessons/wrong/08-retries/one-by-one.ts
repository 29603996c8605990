import { setTimeout } from 'node:timers/promises';
import type { OwnDownload } from 'flaglab';
import { ask } from '../../../../lessons/client/ask.ts';

/** As fast as the answers come, and idle once it is refused: it has no pace. */
export const download: OwnDownload = async function* (codes, { baseUrl }) {
  for (const code of codes) {
    let answer = await ask(baseUrl, code);
    while (answer.outcome.status === 429) {
      await setTimeout(answer.retryAfterMs);
      answer = await ask(baseUrl, code);
    }
    yield answer.outcome;
  }
};
