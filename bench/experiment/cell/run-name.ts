import type { Cell } from '../../result/cell.ts';

/** What the run of a cell is called. A module's name may hold what the name of a run may not, and be longer. */
export function runName({ strategy, server, m, ratePerSecond, repetition }: Cell): string {
  const rate = ratePerSecond === undefined ? [] : [ratePerSecond];
  return [strategy.replaceAll(/[^\w.-]/g, '-').slice(0, 32), server, m, ...rate, repetition].join('.');
}
