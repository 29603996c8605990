import { z } from 'zod';
import { durationSchema } from '../../../lib/units/duration-schema.ts';
import type { FaultKind } from '../contract/fault-kind.ts';
import { faultSchema } from '../contract/fault-schema.ts';
import { count, duration, flag, share } from '../contract/text-values.ts';
import { shareSchema } from './share.ts';

const schema = faultSchema('status', {
  status: z.int().min(200).max(599),
  rate: shareSchema,
  /** Sent as Retry-After, rounded up to whole seconds as the header demands. */
  retryAfterMs: durationSchema.optional(),
  /** Answers at once instead of after the delay. */
  failFast: z.boolean().default(false),
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
    ],
  },
  otherWords: { servfail: 'status=503' },
  decide({ status, rate, retryAfterMs, failFast }, { draw, fate }) {
    if (draw(0) >= rate) return undefined;
    if (!failFast) return { status, retryAfterMs };
    return { status, retryAfterMs, delayMs: 0, faults: fate.faults.filter((name) => name !== 'delay') };
  },
};
