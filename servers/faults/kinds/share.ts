import { lazySchema } from '../../../lib/schema/lazy-schema.ts';
import type { Fate } from '../contract/fate.ts';
import type { FaultKind } from '../contract/fault-kind.ts';
import { faultSchema } from '../contract/fault-schema.ts';
import type { TextField, TextForm } from '../contract/text-form.ts';
import { share } from '../contract/text-values.ts';

/** How many decimals of a share count: so many does its text form keep. */
const DECIMALS = 12;

/** All requests, where no share is given. */
export const SHARE_DEFAULTS = { rate: 1 };

/** The schema of the share of requests that a fault touches: 0 to 1. */
export const shareSchema = lazySchema((z) =>
  z
    .number()
    .min(0)
    .max(1)
    .overwrite((value) => Number(value.toFixed(DECIMALS)))
    .default(SHARE_DEFAULTS.rate),
);

/** The text form of a fault that has nothing but a share after its name. */
export const SHARE_FORM: TextForm<TextField<'rate', number>> = {
  needs: 'it takes a share of requests',
  head: [{ mark: '@', field: 'rate', value: share }],
  help: { '@1%': 'the share of requests that it touches' },
};

/** A fault whose only parameter is the share of requests that it touches. */
export interface ShareSpec {
  readonly fault: string;
  readonly rate: number;
}

/** Makes the row of a fault that touches a share of requests and has no other parameter. */
export function shareFault(
  row: Pick<FaultKind<ShareSpec>, 'name' | 'stage' | 'summary' | 'words' | 'example' | 'clientSees'>,
  touched: Partial<Fate>,
): FaultKind<ShareSpec> {
  return {
    ...row,
    schema: lazySchema((z) => faultSchema(z, row.name, { rate: shareSchema(z) })),
    defaults: SHARE_DEFAULTS,
    text: SHARE_FORM,
    decide: ({ rate }, { draw }) => (draw(0) < rate ? touched : undefined),
  };
}
