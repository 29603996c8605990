import { mean } from 'simple-statistics';
import { errorShareOf } from '../../clients/download/outcome-kinds.ts';
import type { Station } from '../../lib/queueing/item.ts';
import { slowdown } from '../../lib/queueing/slowdown.ts';
import { counted } from '../../lib/units/counted.ts';
import { shortDuration } from '../../lib/units/duration.ts';
import { isSomewhere } from '../../servers/faults/contract/where.ts';
import { type RateSpec, ratesOf } from '../../servers/faults/limits/rate-spec.ts';
import { plannedItems } from '../plan/planned-items.ts';
import type { ItemsRequest, PlannedOutcome } from '../plan/planned-requests.ts';
import { variationOf } from '../plan/variation.ts';
import type { KnownRate } from '../result/rate-curve.ts';
import { RATE } from '../result/unit.ts';
import { codesInTurn } from './codes-in-turn.ts';

/** Of so many requests the mean service is known well enough. */
const REQUESTS = 2000;

interface Limit {
  readonly perSecond: number;
  readonly why: string;
  readonly isExact: boolean;
}

/**
 * What a server takes for long, by its faults alone: what its slots serve, what its rates admit, and what share of the
 * requests fails however slowly they come.
 *
 * @returns undefined where the fates vary, or a limit of rate holds for some requests only
 */
export function knownRate(request: ItemsRequest): KnownRate | undefined {
  const { profile, timeScale } = request;
  const rates = ratesOf(profile);
  if (variationOf(request) !== undefined || rates.some(isSomewhere)) return undefined;
  const { downloads, items, stations } = plannedItems({ ...request, codes: codesInTurn(request.codes, REQUESTS) });
  const count = (wanted: PlannedOutcome) => downloads.filter(({ outcome }) => outcome === wanted).length;
  const failingShare = errorShareOf({ ok: count('ok'), notFound: count('notFound') }, downloads.length);
  const servicesMs = (number: number) => items.map((item) => item.servicesMs?.[number] ?? 0);
  const limits = [
    ...stations.flatMap((station, number) => served(station, servicesMs(number), timeScale)),
    ...admitted(rates),
  ];
  const [lowest] = limits.sort((a, b) => a.perSecond - b.perSecond);
  return { isExact: true, ...lowest, failingShare };
}

/** What slots serve at most: so many at once as is fastest, where they slow each other down. */
function served(station: Station, servicesMs: readonly number[], timeScale: number): Limit[] {
  const meanMs = mean([...servicesMs]);
  if (meanMs === 0) return [];
  const busy = Array.from({ length: station.slots }, (_, i) => i + 1);
  const perSecond = Math.max(...busy.map((n) => (n / (meanMs * slowdown(n, station))) * 1000));
  const isExact = servicesMs.every((ms) => ms === servicesMs[0]);
  const slower = station.contention > 0 || station.coherency > 0 ? ', longer while others are served' : '';
  const each = `${isExact ? '' : 'about '}${shortDuration(meanMs)} each${slower}`;
  const unscaled =
    timeScale === 1
      ? ''
      : ` at time scale ${timeScale}; it would be ${RATE.exactly(perSecond * timeScale)} at time scale 1`;
  return [{ perSecond, isExact, why: `${counted(station.slots, 'slot')}, ${each}${unscaled}` }];
}

function admitted(rates: readonly RateSpec[]): Limit[] {
  return rates.map(({ perSecond }) => ({ perSecond, isExact: true, why: 'what comes faster is refused' }));
}
