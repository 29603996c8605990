import type { RateLimit } from '../../../lib/queueing/rate-time.ts';
import { lazySchema, type Read } from '../../../lib/schema/lazy-schema.ts';
import { faultSchema } from '../contract/fault-schema.ts';
import type { Profile } from '../contract/fault-spec.ts';
import { isSomewhere } from '../contract/where.ts';

const MAX_PER_SECOND = 1_000_000;

/** What holds of a rate where it is not given. */
export const RATE_DEFAULTS = { burst: 1 };

/** The schema of the fault's JSON form. */
export const rateSchema = lazySchema((z) =>
  faultSchema(z, 'rate', {
    perSecond: z.number().min(0.01).max(MAX_PER_SECOND),
    /** How many requests may come at once after a pause. */
    burst: z.int().min(1).max(MAX_PER_SECOND).default(RATE_DEFAULTS.burst),
  }),
);

/** The parameters of a server with a limited rate. */
export type RateSpec = Read<typeof rateSchema>;

/** The limits of rate among the faults. */
export function ratesOf(profile: Profile): RateSpec[] {
  return profile.filter((spec): spec is RateSpec => spec.fault === 'rate');
}

/** Those of them that every request has to pass. */
export function ratesEverywhere(profile: Profile): RateLimit[] {
  return ratesOf(profile).filter((spec) => !isSomewhere(spec));
}
