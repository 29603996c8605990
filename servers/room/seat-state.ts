import type { Verdict } from '../records/verdict-schema.ts';
import type { Crowding } from './crowding.ts';
import type { TurnedAway } from './turned-away.ts';

/** What one run of a name came to on a server. */
export interface RunResult {
  /** Which of the name's runs on this server, from 1. */
  readonly run: number;
  readonly requests: number;
  readonly keys: number;
  /** How many of the requests a limit turned away. */
  readonly refused: number;
  /** How many of the keys came whole with a status below 400, however often. */
  readonly ok: number;
  /** How many of the keys were flags, and how many of the flags came. */
  readonly flags: number;
  readonly flagsOk: number;
  readonly makespanMs: number;
  /** The shortest time for anybody over the time that it took, 0 to 1. */
  readonly shareOfIdeal?: number | undefined;
  /** Why that cannot be said. */
  readonly shareWithheld?: string | undefined;
  /** From 0 to 1. */
  readonly politeness: number;
  /** From 0 to 100; undefined where there is no efficiency. */
  readonly score: number | undefined;
}

/** What a server knows of a name. */
export interface SeatState {
  readonly name: string;
  readonly inFlight: number;
  /** How long its requests have waited for a place in this run, together. */
  readonly queuedMs: number;
  /** Of the run that goes on, or was the last. */
  readonly verdict: Verdict;
  /** The same run in few figures. */
  readonly last: RunResult;
  /** The best of all its runs. */
  readonly best: RunResult;
  /** What it lost to others in this run; absent where nothing waited, or each has slots of its own. */
  readonly crowding?: Crowding | undefined;
  /** What of this run was turned away, and who took up the server then; absent where nothing was, or each has limits of its own. */
  readonly turnedAway?: TurnedAway | undefined;
}
