import { lazySchema } from '../../../lib/schema/lazy-schema.ts';
import { MAX_SIZE_BYTES, roundedSize } from '../../../lib/units/size.ts';
import type { OptionField, TextField } from '../contract/text-form.ts';
import { size } from '../contract/text-values.ts';

/** The schema of where a body is cut. */
export const afterSchema = lazySchema((z) => z.int().min(1).max(MAX_SIZE_BYTES).optional());

/** Where that is, in words. */
export function afterWords(afterBytes: number | undefined): string {
  return afterBytes === undefined ? 'half-way through the body' : `after ${roundedSize(afterBytes)} of the body`;
}

/** The option that says so. */
export const AFTER: OptionField<TextField<'afterBytes', number>> = {
  name: 'after',
  field: 'afterBytes',
  value: size,
  help: {
    'after=8KB':
      'amid the body after so much of it, or before its last byte; else half-way. Without a body (HEAD, 204, 304) the headers are cut',
  },
};
