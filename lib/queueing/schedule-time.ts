import { type Item, ownMs, type Situation, serviceBetween } from './item.ts';
import { simulateQueue } from './simulate-queue.ts';

/**
 * The time that m slots need when each takes the next item as soon as it is free, in the order given: list scheduling
 * (Graham, "Bounds for Certain Multiprocessing Anomalies", 1966). What a client without overhead would reach, if the
 * server had room for all that come and no item were given up for others being in its way.
 */
export function scheduleTime(items: readonly Item[], situation: Situation): number {
  const patient = items.map((item) => untilTimeout(item, situation));
  const stations = situation.stations.map((station) => ({ ...station, queue: Number.POSITIVE_INFINITY }));
  return simulateQueue(patient, { ...situation, timeoutMs: Number.POSITIVE_INFINITY, stations }).makespanMs;
}

/** An item that must time out as one that ends then, with what it has had of the server's slots until then. */
function untilTimeout(item: Item, { stations, timeoutMs }: Situation): Item {
  if (ownMs(item, stations) < timeoutMs) return item;
  const beforeMs = Math.min(item.beforeMs, timeoutMs);
  const leftMs = timeoutMs - beforeMs;
  if (item.servicesMs === undefined) return { ...item, beforeMs, afterMs: leftMs };
  const servicesMs: (number | undefined)[] = [];
  for (const serviceMs of item.servicesMs.slice(0, stations.length)) {
    const restMs = leftMs - serviceBetween(servicesMs, 0, servicesMs.length);
    servicesMs.push(serviceMs === undefined ? undefined : Math.min(serviceMs, Math.max(0, restMs)));
  }
  return {
    ...item,
    beforeMs,
    servicesMs,
    afterMs: Math.max(0, leftMs - serviceBetween(servicesMs, 0, stations.length)),
  };
}
