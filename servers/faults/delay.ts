import { z } from 'zod';
import {
  DISTRIBUTION_FORMS,
  distributionSchema,
  formatDistribution,
  parseDistribution,
} from '../../lib/distribution.ts';
import { UsageError } from '../../lib/errors.ts';
import { sample } from '../../lib/sample.ts';
import type { FaultKind } from './fault.ts';

const schema = z.strictObject({ fault: z.literal('delay'), duration: distributionSchema });

/** Waits before the response headers, for a duration drawn from a distribution. */
export const delay: FaultKind<z.infer<typeof schema>> = {
  name: 'delay',
  stage: 'delay',
  summary: `waits before the response headers: ${Object.values(DISTRIBUTION_FORMS).join(' · ')}`,
  example: 'delay=uniform:0.5s..5s',
  clientSees: 'a later first byte; curl --max-time: (28) Operation timed out',
  schema,
  parse(text) {
    if (!text.startsWith('=')) throw new UsageError('it needs a duration');
    return { duration: parseDistribution(text.slice(1)) };
  },
  format: ({ duration }) => `=${formatDistribution(duration)}`,
  decide: ({ duration }, { draw, fate }) => ({ delayMs: fate.delayMs + sample(duration, draw) }),
};
