import { countryCodes } from '../lib/country-codes.ts';
import { idealBound, listSchedule } from '../lib/ideal.ts';
import { fate } from '../servers/faults/fate.ts';
import type { Profile } from '../servers/faults/fault.ts';

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
}

/** What will happen to one item. */
export interface PlannedFate {
  readonly code: string;
  readonly attempt: number;
  readonly delayMs: number;
  /** What the server answers: an injected status, 404 for a code without a flag, or 200. */
  readonly status: number;
  /** What a client with that timeout makes of it. */
  readonly outcome: 'ok' | 'notFound' | 'httpError' | 'timeout';
}

/** The fates of a download, known before its first request is sent. */
export interface Plan {
  readonly label: string;
  readonly seed: number;
  readonly timeScale: number;
  readonly m: number;
  readonly timeoutMs: number;
  readonly fates: readonly PlannedFate[];
  /** The time that the items hold a slot, added up: what a sequential client needs. */
  readonly sumMs: number;
  readonly longestMs: number;
  /** The lower bound for m slots: max(longest, sum / m). */
  readonly idealMs: number;
  /** What m slots need when each takes the next item as soon as it is free. */
  readonly scheduleMs: number;
}

/** Foretells a download of flags: the first attempt of each, without retries. */
export function planDownload(request: PlanRequest): Plan {
  const { label, seed, timeScale, codes, timeoutMs } = request;
  const known = new Set(countryCodes());
  const m = Math.min(request.m, Math.max(1, codes.length));
  const fates = codes.map((code) => plannedFate(request, code, known.has(code)));
  const times = fates.map(({ delayMs }) => Math.min(delayMs, timeoutMs));
  return {
    label,
    seed,
    timeScale,
    m,
    timeoutMs,
    fates,
    sumMs: times.reduce((sum, time) => sum + time, 0),
    longestMs: Math.max(0, ...times),
    idealMs: idealBound(times, m),
    scheduleMs: listSchedule(times, m),
  };
}

function plannedFate(
  { label, profile, seed, timeScale, timeoutMs }: PlanRequest,
  code: string,
  exists: boolean,
): PlannedFate {
  const cc = code.toLowerCase();
  const decided = fate(profile, { seed, label, timeScale, key: `GET /flags/${cc}/${cc}.gif`, attempt: 1 });
  const status = decided.status ?? (exists ? 200 : 404);
  const outcome = decided.delayMs >= timeoutMs ? 'timeout' : outcomeOf(status);
  return { code, attempt: 1, delayMs: decided.delayMs, status, outcome };
}

function outcomeOf(status: number): 'ok' | 'notFound' | 'httpError' {
  if (status === 404) return 'notFound';
  return status >= 200 && status < 300 ? 'ok' : 'httpError';
}
