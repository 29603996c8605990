import type { OwnDownload, OwnOutcome } from 'flaglab';
import { downloadFlag } from '../client/flag.ts';

/**
 * Asks for all flags at once, and again for each that was refused. Mend it so that it finds out by itself how many requests the
 * server takes: one more for each round of answers, half as many after a refusal (status 503).
 */
export const download: OwnDownload = async function* (codes, { baseUrl }) {
  const outcomes: OwnOutcome[] = [];

  async function ask(code: string): Promise<void> {
    const outcome = await downloadFlag(baseUrl, code);
    if (outcome.status === 503) return await ask(code);
    outcomes.push(outcome);
  }

  await Promise.all(codes.map(ask));
  yield* outcomes;
};
