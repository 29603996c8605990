import { lazySchema, type Read } from '../../../lib/schema/lazy-schema.ts';
import type { FaultKind } from '../contract/fault-kind.ts';
import { faultSchema } from '../contract/fault-schema.ts';
import { AFTER, afterSchema, afterWords } from './cut.ts';
import { SHARE_DEFAULTS, SHARE_FORM, shareSchema } from './share.ts';

const schema = lazySchema((z) => faultSchema(z, 'truncate', { rate: shareSchema(z), afterBytes: afterSchema(z) }));

/** Sends a part of the body and closes, whatever its headers have promised. */
export const truncate: FaultKind<Read<typeof schema>> = {
  name: 'truncate',
  stage: 'body',
  summary: 'promises the full Content-Length, sends half of the body and closes',
  words: ({ afterBytes }) => `closes the connection ${afterWords(afterBytes)}`,
  example: 'truncate@1%',
  clientSees: 'a body cut short; curl: (18) transfer closed with bytes remaining to read',
  schema,
  defaults: SHARE_DEFAULTS,
  text: { ...SHARE_FORM, options: [AFTER] },
  decide({ rate, afterBytes }, { draw, fate }) {
    if (draw(0) >= rate) return undefined;
    // What a reset cuts already is cut where that says.
    const isCut = fate.resetAt === 'body' || afterBytes === undefined;
    return { truncated: true, ...(!isCut && { cutAfterBytes: afterBytes }) };
  },
};
