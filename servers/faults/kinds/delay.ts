import { z } from 'zod';
import { DISTRIBUTION_FORMS, distributionSchema } from '../../../lib/chance/distribution.ts';
import { sampleDistribution } from '../../../lib/chance/sample-distribution.ts';
import type { FaultKind } from '../contract/fault-kind.ts';
import { distribution } from '../contract/text-values.ts';

const schema = z.strictObject({ fault: z.literal('delay'), duration: distributionSchema });

/** Waits before the response headers, for a duration drawn from a distribution. */
export const delay: FaultKind<z.infer<typeof schema>> = {
  name: 'delay',
  stage: 'delay',
  summary: 'waits before the response headers',
  example: 'delay=uniform:0.5s..5s',
  clientSees: 'a later first byte; curl --max-time: (28) Operation timed out',
  schema,
  text: {
    needs: 'it needs a duration',
    head: [{ mark: '=', field: 'duration', value: distribution }],
    help: {
      [DISTRIBUTION_FORMS.fixed]: 'always the same; =200ms for short',
      [DISTRIBUTION_FORMS.uniform]: 'any duration in the range is as likely',
      [DISTRIBUTION_FORMS.normal]: 'mean and standard deviation; below zero is zero',
      [DISTRIBUTION_FORMS.lognormal]: 'median and 99th percentile: the long tail of real services',
      [DISTRIBUTION_FORMS.exponential]: 'mean',
      [DISTRIBUTION_FORMS.percentiles]: 'a straight line between the percentiles stated, from 0 ms at p0',
      [DISTRIBUTION_FORMS.list]: 'each duration as often as its weight says',
    },
  },
  decide: ({ duration }, { draw, fate }) => ({ delayMs: fate.delayMs + sampleDistribution(duration, draw) }),
};
