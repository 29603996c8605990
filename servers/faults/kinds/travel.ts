import { distributionSchema } from '../../../lib/chance/distribution.ts';
import { distributionWords } from '../../../lib/chance/distribution-words.ts';
import { sampleDistribution } from '../../../lib/chance/sample-distribution.ts';
import { lazySchema, type Read } from '../../../lib/schema/lazy-schema.ts';
import type { FaultKind } from '../contract/fault-kind.ts';
import { faultSchema } from '../contract/fault-schema.ts';
import { DURATION_FORM } from './duration-form.ts';

const schema = lazySchema((z) => faultSchema(z, 'travel', { duration: distributionSchema(z) }));

/**
 * The way there and back, as a network has it: half of the time before the server's part and half after it, whatever the
 * answer is. It holds none of the server's slots, so the farther the client, the more requests it must have in flight.
 */
export const travel: FaultKind<Read<typeof schema>> = {
  name: 'travel',
  stage: 'connection',
  summary: 'the way there and back, as a network has it: half before the server, half after',
  words: ({ duration }) => `is far away: the way there and back takes ${distributionWords(duration)}`,
  example: 'travel=300ms',
  clientSees: 'a later first byte; curl --max-time: (28) Operation timed out',
  schema,
  text: DURATION_FORM,
  decide: ({ duration }, { draw, fate }) => ({ travelMs: fate.travelMs + sampleDistribution(duration, draw) }),
};
