/** What a server's recorder tells at any moment, for who looks on. */
export interface LiveFigures {
  /** How many runs have begun on the server so far: the figures of one are not those of the next. */
  readonly runs: number;
  /** Of the current run. */
  readonly requests: number;
  /** How many have come and not ended. */
  readonly inFlight: number;
  /** How many of them wait for a place. */
  readonly queued: number;
  /** The most of the current run that were in flight at once; absent where nothing waits, so that none can be seen in flight. */
  readonly peakInFlight?: number | undefined;
  /** Answered whole with a status below 400, in the current run. */
  readonly ok: number;
  /** Connections that have brought requests and are open. */
  readonly connections: number;
  /** How many requests have ended with each status since the start of the server; `none` where no answer had begun. */
  readonly statuses: Readonly<Record<string, number>>;
}
