import type { Figures } from './figures.ts';
import { TOO_SHORT } from './too-short.ts';
import { RATIO } from './unit.ts';

/** Why no efficiency is told where the faults change with the time, without a full stop. */
export const CHANGING = 'its faults change over time, so no ideal is known';

/** Whether the client did what was asked, whatever keeps its efficiency from being told. */
export function isWorkDone({ withheld }: Pick<Figures, 'withheld'>): boolean {
  return withheld === undefined || withheld === TOO_SHORT || withheld === CHANGING;
}

/** Why no efficiency is told of who seems to have beaten the ideal, without a full stop. */
export function beaten(idealMs: number, elapsedMs: number): string {
  return `it would be ${RATIO.text(idealMs / elapsedMs)} of the ideal, which nothing can beat`;
}
