import { UsageError } from '../../../lib/errors/usage-error.ts';
import { lazySchema, type Read } from '../../../lib/schema/lazy-schema.ts';
import type { FaultKind } from '../contract/fault-kind.ts';
import { faultSchema } from '../contract/fault-schema.ts';
import type { TextValue } from '../contract/text-form.ts';
import { count } from '../contract/text-values.ts';
import { TokenBucket } from '../limits/token-bucket.ts';

const MAX_PER_SECOND = 1_000_000;

const defaults = { burst: 1 };

const schema = lazySchema((z) =>
  faultSchema(z, 'rate', {
    perSecond: z.number().min(0.01).max(MAX_PER_SECOND),
    /** How many requests may come at once after a pause. */
    burst: z.int().min(1).max(MAX_PER_SECOND).default(defaults.burst),
  }),
);

const perSecond: TextValue<number> = {
  read(text) {
    const [, number] = /^(\d+\.?\d*|\.\d+)\/s$/.exec(text) ?? [];
    if (number === undefined) throw new UsageError(`"${text}" is not a number of requests per second, such as 50/s`);
    return Number(number);
  },
  write: (value) => `${value}/s`,
};

/** Answers 429 to what comes faster than a rate. */
export const rate: FaultKind<Read<typeof schema>> = {
  name: 'rate',
  stage: 'rate',
  summary: 'answers 429 with Retry-After and RateLimit headers to requests above the rate',
  example: 'rate=50/s,burst=10',
  clientSees: 'status 429; curl exits 0, or with --fail (22)',
  schema,
  defaults,
  text: {
    needs: 'it needs a number of requests per second',
    head: [{ mark: '=', field: 'perSecond', value: perSecond }],
    help: { '=50/s': 'requests a second' },
    options: [
      {
        name: 'burst',
        field: 'burst',
        value: count,
        isAlwaysWritten: true,
        help: { 'burst=10': 'so many may come at once after a pause' },
      },
    ],
  },
  decide: () => undefined,
  gate: (spec, clock) => new TokenBucket(spec, clock),
};
