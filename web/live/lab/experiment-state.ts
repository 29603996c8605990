import type { ExperimentCell, ExperimentState } from '../../../servers/control/experiments/experiment-schemas.ts';

/** What is known of an experiment with what an event tells of it: of the flags of a cell it tells those that are new. */
export function withChange(before: ExperimentState | undefined, change: ExperimentState): ExperimentState {
  const known = before?.id === change.id ? before.cells : [];
  return { ...change, cells: change.cells.map((cell, i) => withFlags(known[i], cell)) };
}

function withFlags(known: ExperimentCell | undefined, cell: ExperimentCell): ExperimentCell {
  const before = known?.flags ?? [];
  // Of a cell of which something was missed, what is told stands alone; all of it comes with the next connection.
  if (before.length < cell.flagsFrom) return cell;
  return { ...cell, flags: [...before.slice(0, cell.flagsFrom), ...cell.flags], flagsFrom: 0 };
}
