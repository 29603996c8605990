import { messageOf } from '../errors/message-of.ts';
import { networkReason } from './network-reason.ts';

/** Why `fetch` got no answer, in a few words: the reason of the connection, around which it puts an error of its own. */
export function fetchReason(failure: Error): string {
  const { cause: below = failure } = failure;
  return below instanceof Error ? networkReason(below) : messageOf(below);
}
