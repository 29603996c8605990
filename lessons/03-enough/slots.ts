import type { OwnOutcome } from 'flaglab';
import { downloadFlag } from '../client/flag.ts';

/** So many slots that each take the next code; who is refused asks again at once. */
export async function bySlots(codes: readonly string[], baseUrl: string, slots: number): Promise<OwnOutcome[]> {
  const left = codes.values();
  const outcomes: OwnOutcome[] = [];

  async function slot(): Promise<void> {
    for (const code of left) {
      let outcome = await downloadFlag(baseUrl, code);
      while (outcome.status === 503) outcome = await downloadFlag(baseUrl, code);
      outcomes.push(outcome);
    }
  }

  await Promise.all(Array.from({ length: slots }, slot));
  return outcomes;
}
