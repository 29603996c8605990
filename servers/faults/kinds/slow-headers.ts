import { z } from 'zod';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { formatDuration, parseDuration } from '../../../lib/units/duration.ts';
import { durationSchema } from '../../../lib/units/duration-schema.ts';
import type { FaultKind } from '../contract/fault-kind.ts';

const schema = z.strictObject({ fault: z.literal('slow-headers'), durationMs: durationSchema });

/** Dribbles the bytes of the response's headers over a duration. */
export const slowHeaders: FaultKind<z.infer<typeof schema>> = {
  name: 'slow-headers',
  stage: 'body',
  summary: 'dribbles the header bytes over a time',
  options: { '=2s': 'how long that takes' },
  example: 'slow-headers=2s',
  clientSees: 'a first byte at once, headers whole only after that time; a headers timeout fires',
  schema,
  parse(text) {
    if (!text.startsWith('=')) throw new UsageError('it needs a duration');
    return { durationMs: parseDuration(text.slice(1)) };
  },
  format: ({ durationMs }) => `=${formatDuration(durationMs)}`,
  decide: ({ durationMs }) => ({ slowHeadersMs: durationMs }),
};
