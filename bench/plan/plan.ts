import { idealTime, lowerBounds } from '../../lib/queueing/lower-bounds.ts';
import type { RateLimit } from '../../lib/queueing/rate-time.ts';
import { scheduleTime } from '../../lib/queueing/schedule-time.ts';
import { allSlotsOf } from '../../servers/faults/limits/capacity-spec.ts';
import { ratesEverywhere } from '../../servers/faults/limits/rate-spec.ts';
import { plannedItems } from './planned-items.ts';
import type { ItemsRequest, PlannedDownload, PlannedFate, PlannedWork } from './planned-requests.ts';
import { rateBound } from './rate-bound.ts';
import { type Variation, variationOf } from './variation.ts';

/** What is asked of a plan. Durations are milliseconds. */
export interface PlanRequest extends ItemsRequest {
  /** Slots of the client whose ideal time is wanted. */
  readonly m: number;
  /** Whether something else answers than the lab's servers, so that only the faults before it are known; default false. */
  readonly isService?: boolean;
  /** When each item is to start, where requests start on schedule; else all may start at once. */
  readonly startsMs?: readonly number[];
}

/** The fates of a download, known before its first request is sent. */
export interface Plan {
  readonly label: string;
  readonly seed: number;
  readonly timeScale: number;
  readonly m: number;
  /** How many items can be in service at once: m, or all of the server's own slots where they are fewer. */
  readonly slots: number;
  /** The limits of rate that every request has to pass; absent for none. */
  readonly rates?: readonly RateLimit[];
  readonly timeoutMs: number;
  /** The CPU work that the times count; absent for none. */
  readonly work?: PlannedWork;
  /**
   * What fates depend on that is not known: then they are those of the start, and of a request without the headers in
   * question, and nothing is known of times. Undefined for nothing.
   */
  readonly variesBy: Variation | undefined;
  /** Whether something else answers than the lab's servers: then outcomes and times are those of the faults before it alone. */
  readonly isService: boolean;
  /** Whether flags are found by what leads to them, so that items are addresses; absent where they are asked for by their codes. */
  readonly isCrawl?: true;
  /** One for each item: for each flag, or for each address of a crawl. */
  readonly downloads: readonly PlannedDownload[];
  /** One for each request. */
  readonly fates: readonly PlannedFate[];
  /** The time from each request's start to its end, added up: what a sequential client needs. */
  readonly sumMs: number;
  /** What the longest flag takes by itself, with what is computed for it. */
  readonly longestMs: number;
  /** The lower bound for whoever gets all that is to be had, with m requests in flight at most; 0 where it is not known. */
  readonly idealMs: number;
  /**
   * What m slots need when each takes the next item as soon as it is free, and none is turned away or given up in line; 0
   * where it is not known.
   */
  readonly scheduleMs: number;
}

/** Foretells a download of flags, as if there were room for all that comes: a limit turns nothing away here. */
export function planDownload(request: PlanRequest): Plan {
  const { label, profile, seed, timeScale, timeoutMs, startsMs, isService = false, work } = request;
  const variesBy = variationOf(request);
  const isKnown = variesBy === undefined && !isService;
  const { downloads, fates, items, stations } = plannedItems(request);
  // In a crawl a flag's metadata, or its image, can be in flight, but not both.
  const m = Math.min(request.m, Math.max(1, request.crawl === true ? request.codes.length : downloads.length));
  const rates = ratesEverywhere(profile);
  const atRateMs = rateBound(profile, fates);
  const situation = { m, timeoutMs, stations, startsMs, cores: work?.cores };
  return {
    label,
    seed,
    timeScale,
    m,
    slots: Math.min(m, allSlotsOf(profile) ?? m),
    ...(rates.length > 0 && { rates }),
    timeoutMs,
    ...(work !== undefined && { work }),
    variesBy,
    isService,
    ...(request.crawl === true && { isCrawl: true as const }),
    downloads,
    fates,
    sumMs: lowerBounds(items, { m: 1, timeoutMs, stations }).clientMs,
    longestMs: lowerBounds(items, { m, timeoutMs, stations }).longestMs,
    idealMs: isKnown ? Math.max(idealTime(items, situation), atRateMs) : 0,
    scheduleMs: isKnown ? Math.max(scheduleTime(items, situation), atRateMs) : 0,
  };
}

/** What one of the planned items is called. */
export function plannedNoun({ isService, isCrawl }: Pick<Plan, 'isService' | 'isCrawl'>): 'flag' | 'item' {
  return isService || isCrawl === true ? 'item' : 'flag';
}
