import { hashRounds } from './hash-rounds.ts';

/** So many rounds, and the code is compiled. */
const WARM_UP_ROUNDS = 10_000;

/** Makes a lane, a thread or a process of its own, as quick as it will be. */
export function ready(): void {
  hashRounds(WARM_UP_ROUNDS);
}
