import type { Drawn } from './frames.ts';

/** What slow work came to, and how well the spinner span meanwhile. */
export interface Spun extends Drawn {
  readonly answer: number;
}
