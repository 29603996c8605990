import { lazySchema, type Read } from '../../../lib/schema/lazy-schema.ts';
import { RESET_POINTS } from '../contract/fate.ts';
import type { FaultKind } from '../contract/fault-kind.ts';
import { faultSchema } from '../contract/fault-schema.ts';
import { word } from '../contract/text-values.ts';
import { AFTER, afterSchema, afterWords } from './cut.ts';
import { SHARE_DEFAULTS, SHARE_FORM, shareSchema } from './share.ts';

/** Where that is, in words. */
const POINT_WORDS = { connect: 'as soon as the request is in', headers: 'half-way through the headers' };

const defaults = { ...SHARE_DEFAULTS, at: 'headers' } as const;

const schema = lazySchema((z) =>
  faultSchema(z, 'reset', {
    rate: shareSchema(z),
    at: z.enum(RESET_POINTS).default(defaults.at),
    afterBytes: afterSchema(z),
  }).refine(({ at, afterBytes }) => afterBytes === undefined || at === 'body', {
    error: 'it is where a body is cut, so give at=body too',
    path: ['afterBytes'],
  }),
);

/** Breaks the connection off with a TCP reset: as soon as the request is in, amid the headers, or amid the body. */
export const reset: FaultKind<Read<typeof schema>> = {
  name: 'reset',
  stage: 'connection',
  summary: 'breaks the connection off with TCP RST',
  words: ({ at, afterBytes }) =>
    `breaks the connection off ${at === 'body' ? afterWords(afterBytes) : POINT_WORDS[at]}`,
  example: 'reset@1%,at=body',
  clientSees: 'ECONNRESET; curl: (56) Recv failure, or (18) where part of the body had come',
  schema,
  defaults,
  text: {
    ...SHARE_FORM,
    options: [
      {
        name: 'at',
        field: 'at',
        value: word,
        isAlwaysWritten: true,
        help: {
          'at=connect': POINT_WORDS.connect,
          'at=headers': POINT_WORDS.headers,
          'at=body': afterWords(undefined),
        },
      },
      AFTER,
    ],
  },
  decide: ({ rate, at, afterBytes }, { draw }) =>
    draw(0) < rate ? { resetAt: at, ...(afterBytes !== undefined && { cutAfterBytes: afterBytes }) } : undefined,
};
