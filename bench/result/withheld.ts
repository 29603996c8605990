import { RATIO } from './unit.ts';

/** Why no efficiency is told of who seems to have beaten the ideal, without a full stop. */
export function beaten(idealMs: number, elapsedMs: number): string {
  return `it would be ${RATIO.text(idealMs / elapsedMs)} of the ideal, which nothing can beat`;
}
