import { z } from 'zod';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { formatSize, MAX_SIZE_BYTES, parseSize } from '../../../lib/units/size.ts';
import type { FaultKind } from '../contract/fault-kind.ts';
import { faultSchema } from '../contract/fault-schema.ts';
import type { TextValue } from '../contract/text-form.ts';

const schema = faultSchema('throttle', { bytesPerSecond: z.int().min(1).max(MAX_SIZE_BYTES) });

const pace: TextValue<number> = {
  read(text) {
    const [, size] = /^(.+)\/s$/.exec(text) ?? [];
    if (size === undefined) throw new UsageError(`"${text}" is not a pace: give a size a second, such as 64KB/s`);
    return parseSize(size);
  },
  write: (bytesPerSecond) => `${formatSize(bytesPerSecond)}/s`,
};

/** Sends the body at a steady pace. */
export const throttle: FaultKind<z.infer<typeof schema>> = {
  name: 'throttle',
  stage: 'body',
  summary: 'sends the body at a steady pace',
  example: 'throttle=64KB/s',
  clientSees: 'headers at once, then a slow body; curl shows the average speed',
  schema,
  text: {
    needs: 'it needs a pace',
    head: [{ mark: '=', field: 'bytesPerSecond', value: pace }],
    help: { '=64KB/s': 'bytes a second' },
  },
  decide: ({ bytesPerSecond }) => ({ bytesPerSecond }),
};
