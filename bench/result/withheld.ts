import { counted } from '../../lib/units/counted.ts';
import type { Figures } from './figures.ts';
import { TOO_SHORT } from './too-short.ts';
import { RATIO } from './unit.ts';

/** Why no efficiency is told where fates depend on the time or on headers, without a full stop. */
export const VARYING = {
  time: 'its faults change over time, so no ideal is known',
  headers: 'its faults depend on headers of the requests, so no ideal is known',
} as const;

/** Why no efficiency is told where two calibrations of the CPU work differ, without a full stop. */
export const UNSTEADY =
  "a second calibration differs by over 10 %: this computer's speed changed, so no ideal is known";

/** Why none is told where the CPU work took less than in either of them, without a full stop. */
export const QUICKER = 'this computer was quicker than in both calibrations, so no ideal is known';

/** Why no figures are told that are to be compared with those of more agents, without a full stop. */
export function byFewer(agents: number, most: number): string {
  return `${BY_FEWER}${counted(agents, 'agent')}, and other cells by ${most}`;
}

const BY_FEWER = 'it was measured by ';

/** Whether the client did what was asked, whatever keeps its efficiency from being told. */
export function isWorkDone({ withheld }: Pick<Figures, 'withheld'>): boolean {
  if (withheld === undefined || withheld.startsWith(BY_FEWER)) return true;
  return [TOO_SHORT, UNSTEADY, QUICKER, ...Object.values<string>(VARYING)].includes(withheld);
}

/** Why no efficiency is told of who seems to have beaten the ideal, without a full stop. */
export function beaten(idealMs: number, elapsedMs: number): string {
  return `it would be ${RATIO.text(idealMs / elapsedMs)} of the ideal, which nothing can beat`;
}

/** How items ended, and why some failed. */
type Ended = Pick<Figures, 'outcomes' | 'reasons'>;

/** Whether nothing at all ended ok. */
export function isInVain({ outcomes, items }: Pick<Figures, 'outcomes' | 'items'>): boolean {
  return items > 0 && outcomes.ok === 0;
}

/**
 * Why items did not end ok, over some cells: the reason alone where all have the same, else the most frequent one and how
 * frequent it is, such as `mostly status 500 (30 of 50)`. What is not found counts, too.
 */
export function mainFailure(cells: readonly Ended[]): string {
  const counts = new Map<string, number>();
  for (const { outcomes, reasons = {} } of cells) {
    for (const [reason, count] of [...Object.entries(reasons), ['status 404', outcomes.notFound] as const]) {
      if (count > 0) counts.set(reason, (counts.get(reason) ?? 0) + count);
    }
  }
  const [most, ...others] = [...counts].sort(([, a], [, b]) => b - a);
  if (most === undefined) return 'no reason is known';
  const [reason, count] = most;
  const all = others.reduce((sum, [, other]) => sum + other, count);
  return others.length === 0 ? reason : `mostly ${reason} (${count} of ${all})`;
}
