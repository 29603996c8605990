import { distributionSchema } from '../../../lib/chance/distribution.ts';
import type { Station } from '../../../lib/queueing/item.ts';
import { lazySchema, type Read } from '../../../lib/schema/lazy-schema.ts';
import { durationSchema } from '../../../lib/units/duration-schema.ts';
import { faultSchema } from '../contract/fault-schema.ts';
import type { Profile } from '../contract/fault-spec.ts';
import { isSomewhere } from '../contract/where.ts';

const MAX_SLOTS = 10_000;
const MAX_QUEUE = 100_000;

/** The policies by which a request is shed when the queue is full, apart from answering a status. */
const shedSchema = lazySchema((z) =>
  z.union([z.int().min(400).max(599), z.enum(['hang', 'reset'])], {
    error: 'give a status from 400 to 599, hang or reset',
  }),
);

/** What holds of a limit where it is not given. */
export const CAPACITY_DEFAULTS = {
  service: { distribution: 'fixed', ms: 100 },
  queue: 32,
  shed: 503,
  shedAfterMs: 10,
  contention: 0,
  coherency: 0,
} as const;

/** The schema of the fault's JSON form. */
export const capacitySchema = lazySchema((z) =>
  faultSchema(z, 'capacity', {
    /** How many requests are in service at once. */
    slots: z.int().min(1).max(MAX_SLOTS),
    service: distributionSchema(z).default(CAPACITY_DEFAULTS.service),
    /** How many may wait for a slot. */
    queue: z.int().min(0).max(MAX_QUEUE).default(CAPACITY_DEFAULTS.queue),
    /** What happens to one that finds the queue full: a status, or `hang` or `reset`. */
    shed: shedSchema(z).default(CAPACITY_DEFAULTS.shed),
    /** How long it takes to turn a request away: even that costs a server something. */
    shedAfterMs: durationSchema(z).default(CAPACITY_DEFAULTS.shedAfterMs),
    /** How much each other request in service slows a service down: 0.05 adds 5 % of the service time. */
    contention: z.number().min(0).max(10).default(CAPACITY_DEFAULTS.contention),
    /** How much each pair of requests in service slows a service down. */
    coherency: z.number().min(0).max(10).default(CAPACITY_DEFAULTS.coherency),
  }),
);

/** The parameters of a server with limited capacity. */
export type CapacitySpec = Read<typeof capacitySchema>;

/** The slots that a request passes on a server with these faults, one capacity after the other. */
export function stationsOf(profile: Profile, timeScale: number): Station[] {
  return capacitiesOf(profile).map(({ slots, queue, shed, shedAfterMs, contention, coherency }) => ({
    slots,
    queue,
    contention,
    coherency,
    shedAfterMs: shed === 'hang' ? Number.POSITIVE_INFINITY : shedAfterMs * timeScale,
  }));
}

/** The limits of capacity among the faults, in the order in which a request meets them. */
export function capacitiesOf(profile: Profile): CapacitySpec[] {
  return profile.filter((spec): spec is CapacitySpec => spec.fault === 'capacity');
}

/**
 * How many requests a server with these faults can serve at once; of several capacities that all of them pass, the one with
 * the fewest slots; undefined for any number.
 */
export function slotsOf(profile: Profile): number | undefined {
  const limits = everywhere(profile).map(({ slots }) => slots);
  return limits.length === 0 ? undefined : Math.min(...limits);
}

/** How many requests can be in service at once, in the slots of all capacities together; undefined for any number. */
export function allSlotsOf(profile: Profile): number | undefined {
  if (everywhere(profile).length === 0) return undefined;
  return capacitiesOf(profile).reduce((sum, { slots }) => sum + slots, 0);
}

/** The limits of capacity that every request has to pass. */
function everywhere(profile: Profile): CapacitySpec[] {
  return capacitiesOf(profile).filter((spec) => !isSomewhere(spec));
}
