import { hashRounds } from './hash-rounds.ts';

export { ready } from './ready.ts';

/** Runs in a thread of the pool that computes. */
export default function compute(rounds: number): string {
  return hashRounds(rounds);
}
