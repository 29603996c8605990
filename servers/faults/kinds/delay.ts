import { distributionSchema } from '../../../lib/chance/distribution.ts';
import { distributionWords } from '../../../lib/chance/distribution-words.ts';
import { sampleDistribution } from '../../../lib/chance/sample-distribution.ts';
import { lazySchema, type Read } from '../../../lib/schema/lazy-schema.ts';
import type { FaultKind } from '../contract/fault-kind.ts';
import { faultSchema } from '../contract/fault-schema.ts';
import { DURATION_FORM } from './duration-form.ts';

const schema = lazySchema((z) => faultSchema(z, 'delay', { duration: distributionSchema(z) }));

/** Waits before the response headers, for a duration drawn from a distribution. */
export const delay: FaultKind<Read<typeof schema>> = {
  name: 'delay',
  stage: 'delay',
  summary: 'waits before the response headers',
  words: ({ duration }) => `waits ${distributionWords(duration)} before it answers`,
  example: 'delay=uniform:0.5s..5s',
  clientSees: 'a later first byte; curl --max-time: (28) Operation timed out',
  schema,
  text: DURATION_FORM,
  decide: ({ duration }, { draw, fate }) => ({ delayMs: fate.delayMs + sampleDistribution(duration, draw) }),
};
