import { setTimeout as sleep } from 'node:timers/promises';
import type { OwnDownload } from 'flaglab';
import { ask } from '../../client/ask.ts';

/** A pace that was right for another server, and that stays as it is whatever the server says. */
export const download: OwnDownload = async function* (codes, { baseUrl }) {
  for (const code of codes) {
    let answer = await ask(baseUrl, code);
    while (answer.outcome.status === 429) {
      await sleep(answer.retryAfterMs);
      answer = await ask(baseUrl, code);
    }
    yield answer.outcome;
    await sleep(8);
  }
};
