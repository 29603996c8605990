import { z } from 'zod';
import type { Fate } from '../contract/fate.ts';
import type { FaultKind } from '../contract/fault-kind.ts';
import { share } from '../contract/text-values.ts';

/** How many decimals of a share count: so many does its text form keep. */
const DECIMALS = 12;

/** The schema of the share of requests that a fault touches: 0 to 1, and all when it is not given. */
export const shareSchema = z
  .number()
  .min(0)
  .max(1)
  .overwrite((value) => Number(value.toFixed(DECIMALS)))
  .default(1);

/** What help says of a head that is nothing but a share. */
export const SHARE_HELP = { '@1%': 'the share of requests that it touches' };

/** What is told to someone who writes something else than a share after the name. */
export const NEEDS_SHARE = 'it takes a share of requests';

/** A fault whose only parameter is the share of requests that it touches. */
export interface ShareSpec {
  readonly fault: string;
  readonly rate: number;
}

/** Makes the row of a fault that touches a share of requests and has no other parameter. */
export function shareFault(
  row: Pick<FaultKind<ShareSpec>, 'name' | 'stage' | 'summary' | 'example' | 'clientSees'>,
  touched: Partial<Fate>,
): FaultKind<ShareSpec> {
  return {
    ...row,
    schema: z.strictObject({ fault: z.literal(row.name), rate: shareSchema }),
    text: { needs: NEEDS_SHARE, head: [{ mark: '@', field: 'rate', value: share }], help: SHARE_HELP },
    decide: ({ rate }, { draw }) => (draw(0) < rate ? touched : undefined),
  };
}
