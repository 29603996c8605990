import type { Machine } from '../../result/result.ts';
import { MILLISECONDS } from '../../result/unit.ts';

/** How quiet a machine was before the first cell, to be added to what it is; empty where that is not known. */
export function noiseText({ noise }: Machine): string {
  return noise === undefined
    ? ''
    : `, load ${noise.load.toFixed(2)}, timer error ${MILLISECONDS.text(noise.timerErrorMs)}`;
}
