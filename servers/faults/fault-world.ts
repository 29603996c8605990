import { Attempts } from '../records/attempts.ts';
import { Recorder } from '../records/recorder.ts';
import type { FaultChange } from '../records/verdict-schema.ts';
import { type FaultSpec, type Profile, sameBefore } from './contract/fault-spec.ts';
import type { Gate } from './contract/gate.ts';
import { formatProfile } from './format-profile.ts';
import { faultKind } from './kinds/registry.ts';
import { allSlotsOf } from './limits/capacity-spec.ts';
import type { ScheduleStep } from './schedule.ts';

/** So many changes of a run are remembered, the last. */
const MAX_CHANGES = 100;

/** The faults that hold at a moment, with the gates that they share between requests. */
export interface FaultsNow {
  readonly profile: Profile;
  readonly gates: readonly GateSomewhere[];
}

/** A gate, and the fault that says which requests have to pass it. */
export interface GateSomewhere {
  readonly spec: FaultSpec;
  readonly gate: Gate;
}

/** The faults from the start of each run, and how they change by the time since then. */
export interface FaultPlan {
  readonly profile: Profile;
  /** Ascending by their time. */
  readonly schedule: readonly ScheduleStep[];
}

/** What a fault world is made of. */
export interface FaultWorldOptions extends FaultPlan {
  /** The server's name, on which its fates depend. */
  readonly label: string;
  readonly seed: number;
  /** Multiplies every injected duration. */
  readonly timeScale: number;
}

/** What the faults of one server depend on and leave behind: profile and schedule, attempts, records. */
export class FaultWorld {
  readonly label: string;
  readonly seed: number;
  readonly timeScale: number;
  readonly attempts = new Attempts();
  readonly recorder: Recorder;
  /** Called with the record's number when a request has ended, where somebody listens. */
  onRequest: ((id: number) => void) | undefined;
  /** Called when a new run begins, with its name where it has one, where somebody listens. */
  onReset: ((run: string | undefined) => void) | undefined;
  /** The faults from the start of the run, then those of each step of the schedule. */
  #steps: readonly (FaultsNow & { readonly atMs: number })[] = [];
  #profiles: readonly ScheduleStep[];
  /** The changes of this run before its steps. */
  #changes: readonly FaultChange[] = [];
  #mostSlots: number | undefined;

  /** @throws TypeError when the seed or the time scale is not a number to draw or to multiply with. */
  constructor({ label, seed, timeScale, profile, schedule }: FaultWorldOptions) {
    if (!Number.isSafeInteger(seed) || seed < 0) {
      throw new TypeError(`Expected \`seed\` to be a whole number from 0, got ${seed}`);
    }
    if (!(timeScale >= 0 && timeScale < Number.POSITIVE_INFINITY)) {
      throw new TypeError(`Expected \`timeScale\` to be a number from 0, got ${timeScale}`);
    }
    this.label = label;
    this.seed = seed;
    this.timeScale = timeScale;
    this.recorder = new Recorder(label);
    this.#profiles = [{ atMs: 0, profile }, ...schedule];
    this.#buildGates();
  }

  /** The faults of the next request. */
  faultsNow(): FaultsNow {
    const [first] = this.#steps;
    if (this.#steps.length === 1) return first!;
    return this.#steps.findLast(({ atMs }) => atMs * this.timeScale <= this.recorder.elapsedMs) ?? first!;
  }

  /** The same without their gates. */
  get profile(): Profile {
    return this.faultsNow().profile;
  }

  /** The faults from the start of each run, and how they change by the time since then. */
  get plan(): FaultPlan {
    const [first, ...schedule] = this.#profiles;
    return { profile: first!.profile, schedule };
  }

  /** How the faults have changed since the run began, by the schedule or by hand. */
  get faultChanges(): readonly FaultChange[] {
    const steps = this.#profiles.slice(1).map(({ atMs, profile }) => changeTo(profile, atMs * this.timeScale));
    return [...this.#changes, ...steps.filter(({ atMs }) => atMs <= this.recorder.elapsedMs)];
  }

  /**
   * How many requests can have been in service at once in this run; undefined for any number. Where the faults have changed,
   * those before and after have slots of their own, for what waits keeps its place.
   */
  get mostSlots(): number | undefined {
    return this.#mostSlots;
  }

  /** Replaces the faults, and the schedule by this one or none. Requests on their way keep their fate and place. */
  setProfile(profile: Profile, schedule: readonly ScheduleStep[] = []): void {
    this.#changes = [...this.faultChanges, changeTo(profile, this.recorder.elapsedMs)].slice(-MAX_CHANGES);
    this.#profiles = [{ atMs: 0, profile }, ...schedule];
    this.#buildGates();
  }

  /** Begins a new run: attempts, records, limits and the schedule start afresh; of a run by name, its attempts alone. */
  reset(run?: string): void {
    this.attempts.reset(run);
    this.onReset?.(run);
    if (run !== undefined) return;
    this.recorder.reset();
    this.#changes = [];
    this.#mostSlots = undefined;
    this.#buildGates();
  }

  #buildGates(): void {
    const clock = () => performance.now();
    for (const { profile } of this.#profiles) {
      const slots = allSlotsOf(profile);
      if (slots !== undefined) this.#mostSlots = (this.#mostSlots ?? 0) + slots;
    }
    this.#steps = this.#profiles.map(({ atMs, profile }) => ({
      atMs,
      profile,
      gates: profile.flatMap((spec, index) => {
        const gate = faultKind(spec.fault)?.gate?.(spec, clock, sameBefore(profile, index));
        return gate === undefined ? [] : [{ spec, gate }];
      }),
    }));
  }
}

function changeTo(profile: Profile, atMs: number): FaultChange {
  return { atMs, faults: formatProfile(profile) };
}
