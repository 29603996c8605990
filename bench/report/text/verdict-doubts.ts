import { roundedSeconds } from '../../../lib/units/duration.ts';
import type { Verdict } from '../../../servers/records/verdict-schema.ts';

/** What must be known of a verdict before it is believed, a sentence for each doubt. */
export function doubtsOf({ retries, repeats, faultChanges, dropped }: Verdict): string[] {
  const doubts: string[] = [];
  if (retries > 0 && repeats > 0) {
    doubts.push('this client repeats what had not failed, so what looks like a retry may not be one.');
  }
  if (faultChanges.length > 0) {
    const changes = faultChanges.map(({ atMs, faults }) => `to ${faults} at ${roundedSeconds(atMs)}`);
    doubts.push(`the faults changed meanwhile: ${changes.join(', ')}.`);
  }
  if (dropped > 0) doubts.push(`the first ${dropped} requests are no longer remembered and not counted.`);
  return doubts;
}
