import { onAbort } from '../../lib/concurrency/on-abort.ts';
import type { Computer, CpuWork } from '../download/item-work.ts';
import { hashRounds } from './hash-rounds.ts';

/**
 * Does the CPU work of one item where it is to be done: on this thread, which then does nothing else, or by the computer.
 * What is being computed cannot be stopped; at an abort it is no longer waited for.
 *
 * @throws WorkError when the lane that computed it died, or the signal's reason
 */
export async function computeItem(
  { rounds }: CpuWork,
  computer: Computer | undefined,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  if (computer === undefined) {
    hashRounds(rounds);
    return;
  }
  const cancelled = Promise.withResolvers<never>();
  using _listening = onAbort(signal, cancelled.reject);
  await Promise.race([computer.compute(rounds), cancelled.promise]);
}
