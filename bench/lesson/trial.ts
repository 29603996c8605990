import type { Outcome } from '../../clients/download/outcome.ts';
import type { RequestRecord } from '../../lib/request-record.ts';
import type { Verdict } from '../../servers/records/verdict-schema.ts';
import type { Refutation } from '../experiment/claims/refutation.ts';
import type { Plan } from '../plan/plan.ts';
import type { Figures } from '../result/figures.ts';
import type { Finding } from './finding.ts';

/** What a client is to do once. */
export interface Round {
  /** The label of the server that is asked. */
  readonly server: string;
  /** How many flags it is to download: the first ones by their codes. */
  readonly flags: number;
  /** The most requests that it may have in flight. */
  readonly m: number;
  /** How long one request may take, in milliseconds before the time scale; default: as in a bench. */
  readonly timeoutMs?: number;
  /** How often a strategy of the lab tries again; default 0. */
  readonly retries?: number;
}

/** What a client has done in a round. */
export interface Seen {
  /** What was foretold. */
  readonly plan: Plan;
  /** What the client says became of each flag; of a command, what the server saw. */
  readonly claimed: readonly Outcome[];
  /** The same, but as the server saw it where that refutes the client. */
  readonly outcomes: readonly Outcome[];
  readonly refuted: readonly Refutation[];
  /** What the server remembers. */
  readonly records: readonly RequestRecord[];
  readonly verdict: Verdict;
  readonly figures: Figures;
  /** The last line that a command printed, which may be empty; absent for all others. */
  readonly printed?: string;
}

/** Servers, what clients are to do there, and what must then have been seen. */
export interface Trial<R extends Round = Round> {
  /** The faults of each server that is no preset, or another one than that, by label. */
  readonly faults?: Readonly<Record<string, readonly string[]>>;
  /** The faults of the server that a module is tried on first; default: none. */
  readonly triedOn?: readonly string[];
  /** Multiplies every injected duration and the clients' timeouts. */
  readonly timeScale: number;
  /** Done one after the other. */
  readonly rounds: readonly R[];
  /**
   * Judges what was seen: a pure function of it.
   *
   * @param seen one for each round, in their order
   */
  readonly judge: (seen: readonly Seen[]) => readonly Finding[];
}
