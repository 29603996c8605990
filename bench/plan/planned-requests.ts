import { OUTCOME_KINDS } from '../../clients/download/outcome-kinds.ts';
import { mayPass } from '../../clients/item/may-pass.ts';
import { type Item, ownMs, type Station } from '../../lib/queueing/item.ts';
import { atCapacity, type Fate } from '../../servers/faults/contract/fate.ts';
import type { Profile } from '../../servers/faults/contract/fault-spec.ts';
import { fate } from '../../servers/faults/decide-fate.ts';
import { type FateTimes, fateTimes, heldMs } from '../../servers/faults/fate-times.ts';
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
  /** How often the client asks again for what has failed and may pass; default 0. */
  readonly retries?: number;
  /** Of items that are no flags, the key of each; what they are answered is not known then. Absent for flags. */
  readonly key?: ((item: string, isMetadata: boolean) => string) | undefined;
  /** What the client computes for each item that has come; absent for nothing. */
  readonly work?: PlannedWork | undefined;
  /** Whether it asks for each flag's metadata.json, too, once it has the flag; default false. */
  readonly names?: boolean;
  /** Whether it finds the flags by what leads to them, from the list of countries on; default false. */
  readonly crawl?: boolean;
}

/** The CPU work of a download. */
export interface PlannedWork {
  /** What it takes for one item, on one core. */
  readonly ms: number;
  /** How many cores compute at once. */
  readonly cores: number;
}

/** What a client with a certain timeout can make of fates: nobody plans to cancel. */
export const PLANNED_OUTCOMES = OUTCOME_KINDS.filter((kind) => kind !== 'cancelled');

/** What it makes of one. */
export type PlannedOutcome = (typeof PLANNED_OUTCOMES)[number];

/** What will happen to one request where no other is in its way: its times hold until its answer or the end of its connection. */
export interface PlannedFate extends FateTimes {
  /** The item: a flag's code, or an address of a crawl. */
  readonly code: string;
  /** Whether it asks for the metadata.json of the flag that is the item, and not for the item itself. */
  readonly isMetadata: boolean;
  readonly attempt: number;
  /** The time of all services together where the server's capacity is limited, without any wait for a place; else 0. */
  readonly serviceMs: number;
  /** What the server answers: an injected status, 404 for a code without a flag, or 200; undefined where no answer comes whole. */
  readonly status: number | undefined;
  readonly outcome: PlannedOutcome;
}

/** What will become of one item: the outcome of its last request. */
export interface PlannedDownload {
  readonly code: string;
  readonly outcome: PlannedOutcome;
  /** How long the fates of all its requests hold them, in milliseconds, without any wait for a place. */
  readonly heldMs: number;
  /** Whether no request is sent for it, since what leads to it fails; absent for what is asked for. */
  readonly isUnfound?: true;
}

/** Fates, and the same as queueing theory sees them. */
export interface PlannedItems {
  /** One for each item, in the order in which they are asked for. */
  readonly downloads: readonly PlannedDownload[];
  /** One for each request. Where nothing is asked for again, nor metadata, that is one for each flag, in their order. */
  readonly fates: readonly PlannedFate[];
  /** The same as the fates. */
  readonly items: readonly Item[];
  readonly stations: readonly Station[];
}

/** What the client calls an answer with that status, or none. */
export function outcomeOfStatus(status: number | undefined): PlannedOutcome {
  if (status === undefined) return 'networkError';
  if (status === 404) return 'notFound';
  return status >= 200 && status < 300 ? 'ok' : 'httpError';
}

/** What a request is for. */
export interface Asked extends Pick<PlannedFate, 'code' | 'isMetadata'> {
  /** Below `/flags/`, such as `br/br.gif`. */
  readonly path: string;
  /** The number of the first attempt. */
  readonly first: number;
  /** Whether there is such a file. */
  readonly exists: boolean;
}

/** One request, and the same as queueing theory sees it. */
export interface PlannedRequest {
  readonly fate: PlannedFate;
  readonly item: Item;
}

/** All requests for one address, one after the other: the first attempt, and those after failures that may pass. */
export function plannedAttempts(request: ItemsRequest, stations: readonly Station[], asked: Asked): PlannedRequest[] {
  const attempts: PlannedRequest[] = [];
  const last = asked.first + (request.retries ?? 0);
  for (let attempt = asked.first; attempt <= last; attempt++) {
    const planned = plannedRequest(request, stations, asked, attempt);
    attempts.push(planned);
    if (!isAskedAgain(planned.fate)) break;
  }
  return attempts;
}

/**
 * Adds the requests for one item to those of the others: each leads to the next.
 *
 * @returns how long their fates hold them, in milliseconds
 */
export function addRequests(
  { fates, items }: { readonly fates: PlannedFate[]; readonly items: Item[] },
  requests: readonly PlannedRequest[],
): number {
  for (const [i, { fate, item }] of requests.entries()) {
    fates.push(fate);
    items.push(i === requests.length - 1 ? item : { ...item, next: items.length + 1 });
  }
  return requests.reduce((sum, { fate }) => sum + heldMs(fate), 0);
}

function isAskedAgain({ outcome, status }: PlannedFate): boolean {
  if (outcome === 'httpError') return status !== undefined && mayPass(status);
  return outcome === 'timeout' || outcome === 'networkError';
}

function plannedRequest(
  { label, profile, seed, timeScale, timeoutMs, key }: ItemsRequest,
  stations: readonly Station[],
  { code, isMetadata, path, exists }: Asked,
  attempt: number,
): PlannedRequest {
  const ownKey = key === undefined ? `GET /flags/${path}` : key(code, isMetadata);
  const decided = fate(profile, { seed, label, timeScale, key: ownKey, attempt });
  const isPaced = decided.bytesPerSecond !== undefined && key === undefined;
  const times = fateTimes(decided, isPaced ? answerBytes(path, decided, exists) : 0);
  const status = isBroken(decided) ? undefined : (decided.status ?? (exists ? 200 : 404));
  const { travelMs, serviceMs, delayMs, slowHeadersMs, bodyMs } = times;
  const afterMs = decided.hangs ? Number.POSITIVE_INFINITY : delayMs + slowHeadersMs + bodyMs + travelMs / 2;
  const servicesMs =
    serviceMs === undefined ? undefined : stations.map((_, number) => atCapacity(decided, number)?.serviceMs);
  const item = { beforeMs: travelMs / 2, servicesMs, afterMs };
  // A status that is injected comes without the flag, whatever it says.
  const answered =
    decided.status !== undefined && outcomeOfStatus(status) === 'ok' ? 'httpError' : outcomeOfStatus(status);
  const outcome = ownMs(item, stations) >= timeoutMs ? 'timeout' : answered;
  return { fate: { code, isMetadata, attempt, ...times, serviceMs: serviceMs ?? 0, status, outcome }, item };
}

function isBroken({ hangs, resetAt, garbage, truncated }: Fate): boolean {
  return hangs || resetAt !== undefined || garbage || truncated;
}
