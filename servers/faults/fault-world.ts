import { Attempts } from '../records/attempts.ts';
import { Recorder } from '../records/recorder.ts';
import type { FaultChange } from '../records/verdict-schema.ts';
import type { Profile } from './contract/fault-spec.ts';
import { type Came, type FaultPlan, type FaultsNow, FaultsOverTime } from './faults-over-time.ts';
import type { ScheduleStep } from './schedule.ts';

/** What a fault world is made of. */
export interface FaultWorldOptions extends FaultPlan {
  /** The server's name, on which its fates depend. */
  readonly label: string;
  readonly seed: number;
  /** Multiplies every injected duration. */
  readonly timeScale: number;
}

/** What a fate depends on beside its request, the server and the seed: what was asked before, and the faults of the moment. */
export interface Seating {
  /** Counts a request and says which attempt at its key it is in this run, from 1. */
  nextAttempt(key: string, run: string | undefined): number;
  /** The faults of the next request. */
  faultsNow(): FaultsNow;
}

/** Why a request cannot have the name that it gives. */
export interface NameObjection {
  readonly status: number;
  readonly error: string;
  readonly detail: string;
}

/** What is kept apart for each name, where a server is for a room of learners. */
export interface Seats {
  /** Where the next request of that name belongs. */
  seatOf(run: string | undefined): Seating | NameObjection;
  /** The server's faults have been replaced. */
  replaceFaults(plan: FaultPlan): void;
  /** Begins a new run of each name, or of one. */
  reset(run?: string): void;
}

/** What the faults of one server depend on and leave behind: profile and schedule, attempts, records. */
export class FaultWorld implements Seating {
  readonly label: string;
  readonly seed: number;
  readonly timeScale: number;
  readonly #attempts = new Attempts();
  readonly recorder: Recorder;
  /** Present where each name has a part of its own. */
  seats: Seats | undefined;
  /** Whether answers keep to themselves what was done to them, where that is to be found out. */
  hidesFaults = false;
  /** Called with the record's number when a request has ended, where somebody listens. */
  onRequest: ((id: number) => void) | undefined;
  /** Called when a new run begins, with its name where it has one, where somebody listens. */
  onReset: ((run: string | undefined) => void) | undefined;
  readonly #faults: FaultsOverTime;

  /** @throws TypeError when the seed or the time scale is not a number to draw or to multiply with. */
  constructor({ label, seed, timeScale, ...plan }: FaultWorldOptions, recorder: Recorder = new Recorder(label)) {
    if (!Number.isSafeInteger(seed) || seed < 0) {
      throw new TypeError(`Expected \`seed\` to be a whole number from 0, got ${seed}`);
    }
    if (!(timeScale >= 0 && timeScale < Number.POSITIVE_INFINITY)) {
      throw new TypeError(`Expected \`timeScale\` to be a number from 0, got ${timeScale}`);
    }
    this.label = label;
    this.seed = seed;
    this.timeScale = timeScale;
    this.recorder = recorder;
    this.#faults = new FaultsOverTime(plan, { timeScale, elapsedMs: () => recorder.elapsedMs });
  }

  nextAttempt(key: string, run: string | undefined): number {
    return this.#attempts.next(key, run);
  }

  faultsNow(): FaultsNow {
    return this.#faults.now;
  }

  /** The same without their gates. */
  get profile(): Profile {
    return this.faultsNow().profile;
  }

  /** The faults from the start of each run, and how they change by the time since then. */
  get plan(): FaultPlan {
    return this.#faults.plan;
  }

  /** How the faults have changed since the run began, by the schedule or by hand. */
  get faultChanges(): readonly FaultChange[] {
    return this.#faults.changes;
  }

  /** How many of these requests can have been in service at once, as of {@link FaultsOverTime}. */
  slotsFor(requests: readonly Came[], sinceMs?: number): number | undefined {
    return this.#faults.slotsFor(requests, sinceMs);
  }

  /** Replaces the faults, and the schedule by this one or none. Requests on their way keep their fate and place. */
  setProfile(profile: Profile, schedule: readonly ScheduleStep[] = []): void {
    this.#faults.replace({ profile, schedule });
    this.seats?.replaceFaults(this.plan);
  }

  /** Begins a new run: attempts, records, limits and the schedule start afresh; of a run by name, its attempts alone. */
  reset(run?: string): void {
    this.#attempts.reset(run);
    this.onReset?.(run);
    this.seats?.reset(run);
    if (run !== undefined) return;
    this.recorder.reset();
    this.#faults.reset();
  }
}
