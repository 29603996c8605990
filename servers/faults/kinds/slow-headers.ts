import { lazySchema, type Read } from '../../../lib/schema/lazy-schema.ts';
import { shortDuration } from '../../../lib/units/duration.ts';
import { durationSchema } from '../../../lib/units/duration-schema.ts';
import type { FaultKind } from '../contract/fault-kind.ts';
import { faultSchema } from '../contract/fault-schema.ts';
import { duration } from '../contract/text-values.ts';

const schema = lazySchema((z) => faultSchema(z, 'slow-headers', { durationMs: durationSchema(z) }));

/** Dribbles the bytes of the response's headers over a duration. */
export const slowHeaders: FaultKind<Read<typeof schema>> = {
  name: 'slow-headers',
  stage: 'body',
  summary: 'sends the bytes of the headers slowly, over a time',
  words: ({ durationMs }) => `takes ${shortDuration(durationMs)} to send the headers of an answer`,
  example: 'slow-headers=2s',
  clientSees: 'a first byte at once, but whole headers only after that time; a headers timeout fires',
  schema,
  text: {
    needs: 'it needs a duration',
    head: [{ mark: '=', field: 'durationMs', value: duration }],
    help: { '=2s': 'how long that takes' },
  },
  decide: ({ durationMs }) => ({ slowHeadersMs: durationMs }),
};
