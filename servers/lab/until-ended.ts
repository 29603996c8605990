import { lookAgain } from '../../lib/concurrency/look-again.ts';
import type { RecordFilter } from '../records/record-filter.ts';
import type { Recorder } from '../records/recorder.ts';

/** A client's leaving is noticed a moment later: half a second is long for that, and short for who waits for a verdict. */
const LOOKS = { atMost: 26, everyMs: 20 } as const;

/**
 * Waits until the requests that are open now have ended, for half a second at most: what its client has just let go is open
 * until the server has noticed it. What comes meanwhile is not waited for.
 */
export async function untilEnded(recorder: Recorder, filter: RecordFilter = {}): Promise<void> {
  const untilSeq = recorder.counts.requests;
  await lookAgain(
    () => recorder.hasOpen(filter, untilSeq),
    (isOpen) => !isOpen,
    LOOKS,
  );
}
