import { z } from 'zod';
import { durationSchema } from '../../../lib/units/duration-schema.ts';
import type { FaultKind } from '../contract/fault-kind.ts';
import { count, duration, flag, share } from '../contract/text-values.ts';
import { shareSchema } from './share.ts';

const schema = z.strictObject({
  fault: z.literal('status'),
  status: z.int().min(200).max(599),
  rate: shareSchema,
  /** Sent as Retry-After, rounded up to whole seconds as the header demands. */
  retryAfterMs: durationSchema.optional(),
  /** Answers at once instead of after the delay. */
  failFast: z.boolean().default(false),
  /** Only the first so many attempts of a key fail; later ones work. */
  first: z.int().min(1).max(1000).optional(),
});

/** Answers with a status instead of the file. */
export const status: FaultKind<z.infer<typeof schema>> = {
  name: 'status',
  stage: 'status',
  summary: 'answers with a status instead of the file',
  example: 'status=418@25%',
  clientSees: 'that status; curl exits 0, or with --fail (22)',
  schema,
  text: {
    needs: 'it needs a status and a share',
    head: [
      { mark: '=', field: 'status', value: count },
      { mark: '@', field: 'rate', value: share },
    ],
    help: { '=418@25%': 'the status, and the share of requests that get it' },
    options: [
      {
        name: 'retry-after',
        field: 'retryAfterMs',
        value: duration,
        help: { 'retry-after=2s': 'sends Retry-After, rounded up to whole seconds' },
      },
      {
        name: 'fail-fast',
        field: 'failFast',
        value: flag,
        help: { 'fail-fast': 'answers at once instead of after the delay' },
      },
      {
        name: 'first',
        field: 'first',
        value: count,
        help: { 'first=2': 'only the first 2 attempts of a key can fail; later ones work' },
      },
    ],
  },
  otherWords: { servfail: 'status=503' },
  decide({ status, rate, retryAfterMs, failFast, first }, { draw, attempt, fate }) {
    if (attempt > (first ?? Number.POSITIVE_INFINITY) || draw(0) >= rate) return undefined;
    if (!failFast) return { status, retryAfterMs };
    return { status, retryAfterMs, delayMs: 0, faults: fate.faults.filter((name) => name !== 'delay') };
  },
};
