import type { OwnOutcome } from 'flaglab';
import { downloadFlag } from '../client/flag.ts';

/** So many slots that each take the next code. */
export async function bySlots(codes: readonly string[], baseUrl: string, slots: number): Promise<OwnOutcome[]> {
  const left = codes.values();
  const outcomes: OwnOutcome[] = [];

  async function slot(): Promise<void> {
    for (const code of left) outcomes.push(await downloadFlag(baseUrl, code));
  }

  await Promise.all(Array.from({ length: slots }, slot));
  return outcomes;
}
