import { UsageError } from '../../../lib/errors/usage-error.ts';
import { lazySchema, type Read } from '../../../lib/schema/lazy-schema.ts';
import { formatSize, MAX_SIZE_BYTES, parseSize, roundedSize } from '../../../lib/units/size.ts';
import type { FaultKind } from '../contract/fault-kind.ts';
import { faultSchema } from '../contract/fault-schema.ts';
import type { TextValue } from '../contract/text-form.ts';
import { word } from '../contract/text-values.ts';

const defaults = { toward: 'client' } as const;

const schema = lazySchema((z) =>
  faultSchema(z, 'throttle', {
    bytesPerSecond: z.int().min(1).max(MAX_SIZE_BYTES),
    toward: z.enum(['client', 'server']).default(defaults.toward),
  }),
);

const pace: TextValue<number> = {
  read(text) {
    const [, size] = /^(.+)\/s$/.exec(text) ?? [];
    if (size === undefined) throw new UsageError(`"${text}" is not a pace: give a size a second, such as 64KB/s`);
    return parseSize(size);
  },
  write: (bytesPerSecond) => `${formatSize(bytesPerSecond)}/s`,
};

/** Sends the body of an answer at a steady pace, or reads that of a request at one. */
export const throttle: FaultKind<Read<typeof schema>> = {
  name: 'throttle',
  stage: 'body',
  summary: 'sends the body at a steady pace, or reads that of the request at one',
  words: ({ bytesPerSecond, toward }) => {
    const body = toward === 'client' ? 'sends the body of an answer' : 'reads the body of a request';
    return `${body} at ${roundedSize(bytesPerSecond)} a second`;
  },
  example: 'throttle=64KB/s',
  clientSees: 'headers at once, then a slow body, or a slow upload; curl shows the average speed',
  schema,
  defaults,
  text: {
    needs: 'it needs a pace',
    head: [{ mark: '=', field: 'bytesPerSecond', value: pace }],
    help: { '=64KB/s': 'bytes a second' },
    options: [
      {
        name: 'toward',
        field: 'toward',
        value: word,
        help: {
          'toward=client': 'the body of the answer',
          'toward=server': 'the body of the request, where it has one: its client can send no faster',
        },
      },
    ],
  },
  decide: ({ bytesPerSecond, toward }) =>
    toward === 'server' ? { uploadBytesPerSecond: bytesPerSecond } : { bytesPerSecond },
};
