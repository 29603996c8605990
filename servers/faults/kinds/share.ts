import { z } from 'zod';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { formatPercent, parsePercent } from '../../../lib/units/percent.ts';
import type { Fate } from '../contract/fate.ts';
import type { FaultKind } from '../contract/fault-kind.ts';

/** The schema of the share of requests that a fault touches: 0 to 1. */
export const shareSchema = z.number().min(0).max(1);

/**
 * Reads `@1%` (or nothing, which is 100 %) and splits off what follows the first comma.
 *
 * @throws UsageError when the text has another shape.
 */
export function parseShare(text: string): { share: number; options: string[] } {
  const [head = '', ...options] = text.split(',');
  if (head === '') return { share: 1, options };
  if (!head.startsWith('@')) throw new UsageError('it takes a share of requests');
  return { share: parsePercent(head.slice(1)), options };
}

/** Writes `@1%`. */
export function formatShare(share: number): string {
  return `@${formatPercent(share)}`;
}

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
    options: { '@1%': 'the share of requests that it touches; all when absent' },
    schema: z.strictObject({ fault: z.literal(row.name), rate: shareSchema }),
    parse(text) {
      const { share, options } = parseShare(text);
      if (options.length > 0) throw new UsageError('it has no options');
      return { rate: share };
    },
    format: ({ rate }) => formatShare(rate),
    decide: ({ rate }, { draw }) => (draw(0) < rate ? touched : undefined),
  };
}
