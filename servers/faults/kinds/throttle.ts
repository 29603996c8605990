import { z } from 'zod';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { formatSize, MAX_SIZE_BYTES, parseSize } from '../../../lib/units/size.ts';
import type { FaultKind } from '../contract/fault-kind.ts';

const schema = z.strictObject({ fault: z.literal('throttle'), bytesPerSecond: z.int().min(1).max(MAX_SIZE_BYTES) });

/** Sends the body at a steady pace. */
export const throttle: FaultKind<z.infer<typeof schema>> = {
  name: 'throttle',
  stage: 'body',
  summary: 'sends the body at a steady pace',
  options: { '=64KB/s': 'bytes a second' },
  example: 'throttle=64KB/s',
  clientSees: 'headers at once, then a slow body; curl shows the average speed',
  schema,
  parse(text) {
    const match = /^=(.+)\/s$/.exec(text);
    if (match === null) throw new UsageError('it needs a pace');
    return { bytesPerSecond: parseSize(match[1]!) };
  },
  format: ({ bytesPerSecond }) => `=${formatSize(bytesPerSecond)}/s`,
  decide: ({ bytesPerSecond }) => ({ bytesPerSecond }),
};
