import type { BenchResult } from '../result/result.ts';
import type { Round, Trial } from './trial.ts';

/** A round of the lab's own in a lesson: who asks is known. */
export interface ClaimRound extends Round {
  /** A strategy, or a module in the lesson's folder, such as `loop.ts`. */
  readonly client: string;
}

/** What a run has come to: a number or, where it has only narrowed one down, the two ends between which that lies. */
export type Measured = number | { readonly low: number; readonly high: number };

/** What a learner foretells before a lesson is run. */
export interface Prediction {
  /** What the number counts, such as `times as fast`. */
  readonly unit: string;
  /** The same of one alone, such as `request in flight`; absent where that is no other. */
  readonly unitOfOne?: string;
  /** What the fates say of the run of the lesson; undefined where nobody can know. */
  readonly planned: (result: BenchResult) => number | undefined;
  /** What the run has come to; undefined where it has not come that far. */
  readonly measured: (result: BenchResult) => Measured | undefined;
}

/** What a learner is to write, or to mend. */
export interface Exercise extends Trial {
  /** In a few words, without a full stop. */
  readonly task: string;
  /** What to look at where a client fails with that message; undefined, and absent, where the message itself says it. */
  readonly hintWhenFailed?: (message: string) => string | undefined;
}

/** A lesson: its texts and commands are in the README of its folder, this is what a program must know of it. */
export interface Lesson {
  readonly number: number;
  /** The folder under lessons/, such as `02-slots`. */
  readonly folder: string;
  readonly prediction: Prediction;
  /** What the lesson claims, tried at a small scale. */
  readonly claim: Trial<ClaimRound>;
  readonly exercise: Exercise;
}
