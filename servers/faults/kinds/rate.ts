import { z } from 'zod';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import type { FaultKind } from '../contract/fault-kind.ts';
import { TokenBucket } from '../limits/token-bucket.ts';

const MAX_PER_SECOND = 1_000_000;

const schema = z.strictObject({
  fault: z.literal('rate'),
  perSecond: z.number().min(0.01).max(MAX_PER_SECOND),
  /** How many requests may come at once after a pause. */
  burst: z.int().min(1).max(MAX_PER_SECOND),
});

/** Answers 429 to what comes faster than a rate. */
export const rate: FaultKind<z.infer<typeof schema>> = {
  name: 'rate',
  stage: 'rate',
  summary: 'answers 429 with Retry-After and RateLimit headers to what comes faster',
  options: { '=50/s': 'requests a second', 'burst=10': 'so many may come at once after a pause (default 1)' },
  example: 'rate=50/s,burst=10',
  clientSees: 'status 429; curl exits 0, or with --fail (22)',
  schema,
  parse(text) {
    const match = /^=([\d.]+)\/s(?:,burst=(\d+))?$/.exec(text);
    if (match === null) throw new UsageError('it needs a number of requests per second');
    return { perSecond: Number(match[1]), burst: Number(match[2] ?? 1) };
  },
  format: ({ perSecond, burst }) => `=${perSecond}/s,burst=${burst}`,
  decide: () => undefined,
  gate: (spec, clock) => new TokenBucket(spec, clock),
};
