import { Attempts } from '../records/attempts.ts';
import { Recorder } from '../records/recorder.ts';
import type { Profile } from './contract/fault-spec.ts';
import type { Gate } from './contract/gate.ts';
import { faultKind } from './kinds/registry.ts';
import { slotsOf } from './limits/capacity-spec.ts';
import type { ScheduleStep } from './schedule.ts';

/** The faults that hold at a moment, with the gates that they share between requests. */
export interface FaultsNow {
  readonly profile: Profile;
  readonly gates: readonly Gate[];
}

/** What a fault world is made of. */
export interface FaultWorldOptions {
  /** The server's name, on which its fates depend. */
  readonly label: string;
  readonly seed: number;
  /** Multiplies every injected duration. */
  readonly timeScale: number;
  readonly profile: Profile;
  /** How the faults change, by the time since the run began; ascending. */
  readonly schedule: readonly ScheduleStep[];
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
  /** The faults from the start of the run, then those of each step of the schedule. */
  #steps: readonly (FaultsNow & { readonly atMs: number })[] = [];
  #profiles: readonly ScheduleStep[];
  #runStartMs = performance.now();
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
    const elapsedMs = performance.now() - this.#runStartMs;
    return this.#steps.findLast(({ atMs }) => atMs * this.timeScale <= elapsedMs) ?? first!;
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
    this.#profiles = [{ atMs: 0, profile }, ...schedule];
    this.#buildGates();
  }

  /** Begins a new run: attempts, records, limits and the schedule start afresh; of a run by name, its attempts alone. */
  reset(run?: string): void {
    this.attempts.reset(run);
    if (run !== undefined) return;
    this.recorder.reset();
    this.#runStartMs = performance.now();
    this.#mostSlots = undefined;
    this.#buildGates();
  }

  #buildGates(): void {
    const clock = () => performance.now();
    for (const { profile } of this.#profiles) {
      const slots = slotsOf(profile);
      if (slots !== undefined) this.#mostSlots = (this.#mostSlots ?? 0) + slots;
    }
    this.#steps = this.#profiles.map(({ atMs, profile }) => ({
      atMs,
      profile,
      gates: profile.flatMap((spec) => faultKind(spec.fault)?.gate?.(spec, clock) ?? []),
    }));
  }
}
