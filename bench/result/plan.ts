import { countryCodes } from '../../lib/flags/country-codes.ts';
import { idealBound, listSchedule } from '../../lib/queueing/ideal.ts';
import type { Fate } from '../../servers/faults/contract/fate.ts';
import type { Profile } from '../../servers/faults/contract/fault-spec.ts';
import { fate } from '../../servers/faults/decide-fate.ts';
import { slotsOf } from '../../servers/faults/limits/capacity-spec.ts';

/** What is asked of a plan. Durations are milliseconds. */
export interface PlanRequest {
  readonly label: string;
  readonly profile: Profile;
  readonly seed: number;
  readonly timeScale: number;
  readonly codes: readonly string[];
  /** Slots of the client whose ideal time is wanted. */
  readonly m: number;
  /** The client's timeout, already scaled. */
  readonly timeoutMs: number;
  /** When each item is to start, where requests start on schedule; else all may start at once. */
  readonly startsMs?: readonly number[];
}

/** What a client with a certain timeout makes of a fate. */
export type PlannedOutcome = 'ok' | 'notFound' | 'httpError' | 'timeout' | 'networkError';

/** What will happen to one item. */
export interface PlannedFate {
  readonly code: string;
  readonly attempt: number;
  readonly delayMs: number;
  /** The time of service where the server's capacity is limited, without any wait for a place; else 0. */
  readonly serviceMs: number;
  /** What the server answers: an injected status, 404 for a code without a flag, or 200; absent where no answer comes whole. */
  readonly status: number | undefined;
  readonly outcome: PlannedOutcome;
}

/** The fates of a download, known before its first request is sent. */
export interface Plan {
  readonly label: string;
  readonly seed: number;
  readonly timeScale: number;
  readonly m: number;
  /** How many items can be on their way at once: m, or the server's own slots where they are fewer. */
  readonly slots: number;
  readonly timeoutMs: number;
  readonly fates: readonly PlannedFate[];
  /** The time that the items hold a slot, added up: what a sequential client needs. */
  readonly sumMs: number;
  readonly longestMs: number;
  /** The lower bound for m slots: max(longest, sum / m), and the server's own slots where it has a limit. */
  readonly idealMs: number;
  /** What m slots need when each takes the next item as soon as it is free. */
  readonly scheduleMs: number;
}

/**
 * Foretells a download of flags: an attempt for each time that a code is named, without retries. What a limit of rate or
 * capacity turns away depends on the moment and cannot be foretold.
 */
export function planDownload(request: PlanRequest): Plan {
  const { label, seed, timeScale, codes, timeoutMs, profile, startsMs } = request;
  const known = new Set(countryCodes());
  const m = Math.min(request.m, Math.max(1, codes.length));
  const asked = new Map<string, number>();
  const fates = codes.map((code) => {
    const attempt = (asked.get(code) ?? 0) + 1;
    asked.set(code, attempt);
    return plannedFate(request, code, attempt, known.has(code));
  });
  const times = fates.map((planned) => heldMs(planned, timeoutMs));
  const serviceMs = fates.reduce((sum, planned) => sum + planned.serviceMs, 0);
  const slots = Math.min(m, slotsOf(profile) ?? m);
  return {
    label,
    seed,
    timeScale,
    m,
    slots,
    timeoutMs,
    fates,
    sumMs: times.reduce((sum, time) => sum + time, 0),
    longestMs: Math.max(0, ...times),
    idealMs: Math.max(idealBound(times, m, startsMs), serviceMs / slots),
    scheduleMs: listSchedule(times, slots, startsMs),
  };
}

/** How long an item holds its slot: until its answer or until the client gives up. */
function heldMs({ delayMs, serviceMs, outcome }: PlannedFate, timeoutMs: number): number {
  return outcome === 'timeout' ? timeoutMs : Math.min(delayMs + serviceMs, timeoutMs);
}

function plannedFate(request: PlanRequest, code: string, attempt: number, exists: boolean): PlannedFate {
  const { label, profile, seed, timeScale, timeoutMs } = request;
  const cc = code.toLowerCase();
  const decided = fate(profile, { seed, label, timeScale, key: `GET /flags/${cc}/${cc}.gif`, attempt });
  const status = isBroken(decided) || decided.hangs ? undefined : (decided.status ?? (exists ? 200 : 404));
  const { delayMs, serviceMs } = decided;
  return { code, attempt, delayMs, serviceMs, status, outcome: outcomeOf(decided, status, timeoutMs) };
}

function outcomeOf(decided: Fate, status: number | undefined, timeoutMs: number): PlannedOutcome {
  if (decided.hangs || decided.delayMs + decided.serviceMs >= timeoutMs) return 'timeout';
  if (status === undefined) return 'networkError';
  if (status === 404) return 'notFound';
  // A status that is injected comes without the flag, whatever it says.
  if (decided.status !== undefined) return 'httpError';
  return status >= 200 && status < 300 ? 'ok' : 'httpError';
}

function isBroken({ resetAt, garbage, truncated }: Fate): boolean {
  return resetAt !== undefined || garbage || truncated;
}
