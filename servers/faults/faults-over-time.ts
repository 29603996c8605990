import type { RequestRecord } from '../../lib/request-record.ts';
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

/** By what a run's time goes. */
export interface RunTime {
  /** Multiplies the times of a schedule. */
  readonly timeScale: number;
  /** Milliseconds since the run began. */
  readonly elapsedMs: () => number;
}

/** What is asked of a request: when it came, in milliseconds. */
export type Came = Pick<RequestRecord, 'arrivedMs'>;

/** How many slots there are from a moment of a run on; undefined for any number. */
interface Slots {
  readonly fromMs: number;
  readonly slots: number | undefined;
}

/** The faults of a run and their gates, as they change by its time or by hand. */
export class FaultsOverTime {
  readonly #time: RunTime;
  /** The faults from the start of the run, then those of each step of the schedule. */
  #steps: readonly (FaultsNow & { readonly atMs: number })[] = [];
  #profiles: readonly ScheduleStep[];
  /** The changes of this run before its steps. */
  #changes: readonly FaultChange[] = [];
  /** What held in this run before these faults and their schedule, and since when these hold. */
  #before: readonly Slots[] = [];
  #sinceMs = 0;

  constructor({ profile, schedule }: FaultPlan, time: RunTime) {
    this.#time = time;
    this.#profiles = [{ atMs: 0, profile }, ...schedule];
    this.#buildGates();
  }

  /** Those of the next request. */
  get now(): FaultsNow {
    const [first] = this.#steps;
    if (this.#steps.length === 1) return first!;
    const elapsedMs = this.#time.elapsedMs();
    return this.#steps.findLast(({ atMs }) => atMs * this.#time.timeScale <= elapsedMs) ?? first!;
  }

  /** The faults from the start of each run, and how they change by the time since then. */
  get plan(): FaultPlan {
    const [first, ...schedule] = this.#profiles;
    return { profile: first!.profile, schedule };
  }

  /** How they have changed since the run began, by the schedule or by hand. */
  get changes(): readonly FaultChange[] {
    const elapsedMs = this.#time.elapsedMs();
    const steps = this.#profiles.slice(1).map(({ atMs, profile }) => changeTo(profile, atMs * this.#time.timeScale));
    return [...this.#changes, ...steps.filter(({ atMs }) => atMs <= elapsedMs)];
  }

  /**
   * How many of these requests can have been in service at once; undefined for any number. Where the faults have changed between
   * the first of them and the last, those before and after have slots of their own, for what waits keeps its place.
   *
   * @param sinceMs what is to be added to when they came to have milliseconds since this run began
   */
  slotsFor(requests: readonly Came[], sinceMs = 0): number | undefined {
    const [first = { arrivedMs: 0 }] = requests;
    const firstMs = sinceMs + requests.reduce((least, { arrivedMs }) => Math.min(least, arrivedMs), first.arrivedMs);
    const lastMs = sinceMs + requests.reduce((most, { arrivedMs }) => Math.max(most, arrivedMs), first.arrivedMs);
    const all = [...this.#before, ...this.#slots];
    const endMs = (i: number) => all[i + 1]?.fromMs ?? Number.POSITIVE_INFINITY;
    const meant = all.filter(({ fromMs }, i) => fromMs <= lastMs && endMs(i) > firstMs);
    return meant.reduce<number | undefined>((sum, { slots }) => (sum === undefined ? slots : slots && sum + slots), 0);
  }

  /** Replaces the faults, and the schedule by this one or none. Requests on their way keep their fate and place. */
  replace({ profile, schedule }: FaultPlan): void {
    const nowMs = this.#time.elapsedMs();
    this.#changes = [...this.changes, changeTo(profile, nowMs)].slice(-MAX_CHANGES);
    this.#before = [...this.#before, ...this.#slots.filter(({ fromMs }) => fromMs <= nowMs)].slice(-MAX_CHANGES);
    this.#sinceMs = nowMs;
    this.#profiles = [{ atMs: 0, profile }, ...schedule];
    this.#buildGates();
  }

  /** Begins a new run: limits and the schedule start afresh. */
  reset(): void {
    this.#changes = [];
    this.#before = [];
    this.#sinceMs = 0;
    this.#buildGates();
  }

  /** Those of the faults and their schedule, from when on they hold. */
  get #slots(): readonly Slots[] {
    return this.#profiles.map(({ atMs, profile }) => ({
      fromMs: Math.max(this.#sinceMs, atMs * this.#time.timeScale),
      slots: allSlotsOf(profile),
    }));
  }

  #buildGates(): void {
    const clock = () => performance.now();
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
