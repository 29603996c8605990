import type { Comparison } from '../compare/compare.ts';
import type { ComparedCell, FigurePair } from '../compare/compare-cell.ts';
import { cellName } from '../result/cell-group.ts';

/**
 * The cells of B that are worse than A's by more than a share: slower beyond doubt, without a single ok where A had some,
 * or failed. One sentence without a full stop for each.
 *
 * @param share such as 0.05: goodput below 95 % of A's, or a median latency above 105 %
 */
export function regressions({ cells, failedInB }: Comparison, share: number): string[] {
  return [
    ...cells.flatMap((cell) =>
      isWorse(cell, share) ? [`${cellName(cell)} is slower: ${sentences(cell, share)}`] : [],
    ),
    ...failedInB.map((name) => `${name} failed in B`),
  ];
}

function isWorse({ goodputPerSecond, latencyMs }: ComparedCell, share: number): boolean {
  return isSlower(goodputPerSecond, share) || isSlower(latencyMs, share) || hasNoOkLeft(goodputPerSecond);
}

/** On both ends of a ratio: what is fast may have to be a higher figure or a lower one. */
function isSlower({ comparison }: FigurePair, share: number): boolean {
  if (!comparison.ok || comparison.verdict !== 'slower') return false;
  return comparison.ratio < 1 ? comparison.ratio < 1 - share : comparison.ratio > 1 + share;
}

function hasNoOkLeft({ a = 0, b = 0 }: FigurePair): boolean {
  return a > 0 && b === 0;
}

function sentences({ goodputPerSecond, latencyMs }: ComparedCell, share: number): string {
  if (hasNoOkLeft(goodputPerSecond)) return 'B has a repetition in which nothing was ok';
  return [goodputPerSecond, latencyMs]
    .filter((figure) => isSlower(figure, share))
    .map(({ comparison }) => (comparison.ok ? comparison.sentence : comparison.why))
    .join('; ');
}
