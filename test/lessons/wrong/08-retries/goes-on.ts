import { setTimeout } from 'node:timers/promises';
import type { OwnDownload, OwnOutcome } from 'flaglab';
import { ask } from '../../../../lessons/client/ask.ts';

/** One pace, slower after each refusal; but the others go on, whatever the server says of when to come back. */
export const download: OwnDownload = async function* (codes, { baseUrl }) {
  const left = [...codes];
  const outcomes: OwnOutcome[] = [];
  let everyMs = 5;

  async function get(code: string): Promise<void> {
    const { outcome } = await ask(baseUrl, code);
    if (outcome.status !== 429) outcomes.push(outcome);
    else {
      left.push(code);
      everyMs = Math.min(100, everyMs * 1.5);
    }
  }

  while (outcomes.length < codes.length) {
    const code = left.shift();
    if (code !== undefined) void get(code);
    await setTimeout(everyMs);
  }
  yield* outcomes;
};
