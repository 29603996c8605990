import { counted } from '../../lib/units/counted.ts';
import type { FaultWorld, Seating } from '../faults/fault-world.ts';
import { type FaultPlan, type FaultsNow, FaultsOverTime } from '../faults/faults-over-time.ts';
import { Attempts } from '../records/attempts.ts';
import type { Efficiency } from '../records/efficiency.ts';
import { verdict } from '../records/verdict.ts';
import type { FaultChange, Verdict } from '../records/verdict-schema.ts';
import { betterRun } from './best-run.ts';
import type { RoomCapacity } from './room.ts';
import { politeness, score } from './score.ts';
import { MAX_KEYS, type RunTally, SeatRecorder } from './seat-recorder.ts';
import type { RunResult, SeatState } from './seat-state.ts';
import { shareOfIdeal } from './share-of-ideal.ts';

/** A name that has had nothing in flight for so long begins a new run with its next request, in milliseconds. */
export const RUN_PAUSE_MS = 5000;

/**
 * What a server keeps apart for one name: attempts and records, with a capacity of its own also limits and the time of its
 * schedule, as if nobody else asked.
 *
 * Its run begins with its first request, and again with the first after a pause: its learners may change nothing, so that a
 * client that is started once more has no other way to meet the same fates.
 */
export class Seat implements Seating {
  readonly name: string;
  readonly recorder: SeatRecorder;
  readonly #world: FaultWorld;
  readonly #attempts = new Attempts(MAX_KEYS);
  /** Undefined where those of the server are for all. */
  readonly #own: FaultsOverTime | undefined;
  #run = 1;
  #state: SeatState | undefined;
  #judgedChanges = 0;
  #best: RunResult | undefined;
  /** Whether the faults were replaced since its run began. */
  #isOfOthers = false;
  /** The share of the server that it took up itself when it was turned away: that of who has it to itself, unless more is known. */
  ownShare = 1;

  /** @param clock milliseconds from a monotonic clock */
  constructor(name: string, world: FaultWorld, capacity: RoomCapacity, clock: () => number) {
    this.name = name;
    this.#world = world;
    this.recorder = new SeatRecorder(world.label, name, clock);
    const time = { timeScale: world.timeScale, elapsedMs: () => this.recorder.elapsedMs };
    this.#own = capacity === 'own' ? new FaultsOverTime(world.plan, time) : undefined;
  }

  nextAttempt(key: string): number {
    return this.#attempts.next(key, undefined);
  }

  faultsNow(): FaultsNow {
    return this.#own?.now ?? this.#world.faultsNow();
  }

  /** The server's faults have been replaced: what was the best run is not to be compared with those to come. */
  replaceFaults(plan: FaultPlan): void {
    this.#own?.replace(plan);
    this.#best = undefined;
    this.#isOfOthers = this.recorder.counts.requests > 0;
    this.#state &&= { ...this.#state, best: this.#state.last };
  }

  /** A request comes: after a pause it is the first of a new run. */
  comesAgain(): void {
    if (this.recorder.quietMs < RUN_PAUSE_MS) return;
    this.reset();
    this.#world.onReset?.(this.name);
  }

  /** Begins a new run: attempts, records, and its own limits and schedule start afresh. */
  reset(): void {
    if (this.recorder.counts.requests === 0) return;
    if (!this.#isOfOthers) this.#best = betterRun(this.#best, this.judge().last);
    this.#isOfOthers = false;
    this.#run += 1;
    this.ownShare = 1;
    this.#attempts.reset();
    this.recorder.reset();
    this.#own?.reset();
  }

  /** When its run began, by the time of the server. */
  get sinceMs(): number {
    return this.#world.recorder.elapsedMs - this.recorder.elapsedMs;
  }

  /** Whether there is anything new to judge. */
  get hasChanged(): boolean {
    return this.recorder.changes !== this.#judgedChanges && this.recorder.counts.requests > 0;
  }

  /** What was judged last; undefined before that. */
  get state(): SeatState | undefined {
    return this.#state;
  }

  /** Judges the run from its records so far, unless nothing has come since. */
  judge(): SeatState {
    if (this.#state !== undefined && !this.hasChanged) return this.#state;
    this.#judgedChanges = this.recorder.changes;
    const { label } = this.#world;
    const { dropped, counts, connectionsClosedMs: closedMs } = this.recorder;
    const records = this.recorder.records();
    const slots = this.#own === undefined ? this.#world.slotsFor(records, this.sinceMs) : this.#own.slotsFor(records);
    const judged = verdict(records, { label, dropped, slots, closedMs, faultChanges: this.#faultChanges });
    const profile = judged.faultChanges.length === 0 ? this.faultsNow().profile : undefined;
    const { tally } = this.recorder;
    const efficiencyWithheld = whyNoShare(judged, tally);
    const share: Efficiency =
      efficiencyWithheld === undefined
        ? shareOfIdeal(records, judged, { slots, profile })
        : { efficiency: undefined, efficiencyWithheld };
    const last: RunResult = {
      run: this.#run,
      requests: counts.requests,
      ...tally,
      shareOfIdeal: share.efficiency,
      ...(share.efficiencyWithheld !== undefined && { shareWithheld: share.efficiencyWithheld }),
      politeness: politeness(judged, this.ownShare),
      score: score({ ...judged, ...share }, this.ownShare),
    };
    const queuedMs = records.reduce((sum, record) => sum + record.queuedMs, 0);
    this.#state = {
      name: this.name,
      inFlight: counts.inFlight,
      queuedMs,
      verdict: judged,
      last,
      best: betterRun(this.#best, last),
    };
    return this.#state;
  }

  /** By the time since the run began; those of the server go by another. */
  get #faultChanges(): readonly FaultChange[] {
    if (this.#own !== undefined) return this.#own.changes;
    return this.#world.faultChanges.map(({ atMs, faults }) => ({ atMs: atMs - this.sinceMs, faults }));
  }
}

/** Why no ideal is asked for: it has no flag, or what is remembered of the run is not what it was, for the first flags may have come with what is forgotten. */
function whyNoShare({ requests, dropped }: Verdict, { flags }: RunTally): string | undefined {
  if (flags === 0) return 'no flag was asked for';
  if (dropped === 0) return undefined;
  return `${dropped} of ${counted(requests + dropped, 'request')} are not remembered any more, and its politeness is that of the others`;
}
