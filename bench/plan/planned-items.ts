import { countryCodes } from '../../lib/flags/country-codes.ts';
import { type Item, ownMs, type Station } from '../../lib/queueing/item.ts';
import type { Fate } from '../../servers/faults/contract/fate.ts';
import type { Profile } from '../../servers/faults/contract/fault-spec.ts';
import { fate } from '../../servers/faults/decide-fate.ts';
import { type FateTimes, fateTimes } from '../../servers/faults/fate-times.ts';
import { stationsOf } from '../../servers/faults/limits/capacity-spec.ts';
import type { ScheduleStep } from '../../servers/faults/schedule.ts';
import { answerBytes } from '../../servers/flags/answer-bytes.ts';

/** The items whose fates are asked for. Durations are milliseconds. */
export interface ItemsRequest {
  readonly label: string;
  readonly profile: Profile;
  /** How the faults change with the time; default not at all. */
  readonly schedule?: readonly ScheduleStep[];
  readonly seed: number;
  readonly timeScale: number;
  readonly codes: readonly string[];
  /** The client's timeout, already scaled. */
  readonly timeoutMs: number;
}

/** What a client with a certain timeout makes of a fate. */
export type PlannedOutcome = 'ok' | 'notFound' | 'httpError' | 'timeout' | 'networkError';

/** What will happen to one item where no other is in its way: its times hold until its answer or the end of its connection. */
export interface PlannedFate extends FateTimes {
  readonly code: string;
  readonly attempt: number;
  /** The time of service where the server's capacity is limited, without any wait for a place; else 0. */
  readonly serviceMs: number;
  /** What the server answers: an injected status, 404 for a code without a flag, or 200; undefined where no answer comes whole. */
  readonly status: number | undefined;
  readonly outcome: PlannedOutcome;
}

/** Fates, and the same as queueing theory sees them. */
export interface PlannedItems {
  readonly fates: readonly PlannedFate[];
  readonly items: readonly Item[];
  readonly stations: readonly Station[];
}

/** What will happen to each item by itself: an attempt for each time that a code is named, without retries. */
export function plannedItems(request: ItemsRequest): PlannedItems {
  const known = new Set(countryCodes());
  const stations = stationsOf(request.profile, request.timeScale);
  const asked = new Map<string, number>();
  const planned = request.codes.map((code) => {
    const attempt = (asked.get(code) ?? 0) + 1;
    asked.set(code, attempt);
    return plannedItem(request, stations, code, attempt, known.has(code));
  });
  return { fates: planned.map(({ fate }) => fate), items: planned.map(({ item }) => item), stations };
}

/** What the client calls an answer with that status, or none. */
export function outcomeOfStatus(status: number | undefined): PlannedOutcome {
  if (status === undefined) return 'networkError';
  if (status === 404) return 'notFound';
  return status >= 200 && status < 300 ? 'ok' : 'httpError';
}

function plannedItem(
  { label, profile, seed, timeScale, timeoutMs }: ItemsRequest,
  stations: readonly Station[],
  code: string,
  attempt: number,
  exists: boolean,
): { fate: PlannedFate; item: Item } {
  const cc = code.toLowerCase();
  const decided = fate(profile, { seed, label, timeScale, key: `GET /flags/${cc}/${cc}.gif`, attempt });
  const isPaced = decided.bytesPerSecond !== undefined;
  const times = fateTimes(decided, isPaced ? answerBytes(cc, decided.status, exists) : 0);
  const status = isBroken(decided) ? undefined : (decided.status ?? (exists ? 200 : 404));
  const { travelMs, serviceMs, delayMs, slowHeadersMs, bodyMs } = times;
  const afterMs = decided.hangs ? Number.POSITIVE_INFINITY : delayMs + slowHeadersMs + bodyMs + travelMs / 2;
  const item = { beforeMs: travelMs / 2, serviceMs, afterMs };
  // A status that is injected comes without the flag, whatever it says.
  const answered =
    decided.status !== undefined && outcomeOfStatus(status) === 'ok' ? 'httpError' : outcomeOfStatus(status);
  const outcome = ownMs(item, stations) >= timeoutMs ? 'timeout' : answered;
  return { fate: { code, attempt, ...times, serviceMs: serviceMs ?? 0, status, outcome }, item };
}

function isBroken({ hangs, resetAt, garbage, truncated }: Fate): boolean {
  return hangs || resetAt !== undefined || garbage || truncated;
}
