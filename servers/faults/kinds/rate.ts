import { UsageError } from '../../../lib/errors/usage-error.ts';
import { counted } from '../../../lib/units/counted.ts';
import type { FaultKind } from '../contract/fault-kind.ts';
import type { TextValue } from '../contract/text-form.ts';
import { count } from '../contract/text-values.ts';
import { RATE_DEFAULTS, type RateSpec, rateSchema } from '../limits/rate-spec.ts';
import { TokenBucket } from '../limits/token-bucket.ts';

const perSecond: TextValue<number> = {
  read(text) {
    const [, number] = /^(\d+\.?\d*|\.\d+)\/s$/.exec(text) ?? [];
    if (number === undefined) throw new UsageError(`"${text}" is not a number of requests per second, such as 50/s`);
    return Number(number);
  },
  write: (value) => `${value}/s`,
};

/** Answers 429 to what comes faster than a rate. */
export const rate: FaultKind<RateSpec> = {
  name: 'rate',
  stage: 'rate',
  summary: 'answers 429 with Retry-After and RateLimit headers to requests above the rate',
  words: ({ perSecond, burst }) => {
    const atOnce = burst > 1 ? `, ${burst} of them at once after a pause` : '';
    return `lets ${counted(perSecond, 'request')} a second through${atOnce}, and answers the others with 429`;
  },
  example: 'rate=50/s,burst=10',
  clientSees: 'status 429; curl exits 0, or with --fail (22)',
  schema: rateSchema,
  defaults: RATE_DEFAULTS,
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
