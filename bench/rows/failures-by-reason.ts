import { reasonsText } from '../../clients/download/reasons-text.ts';
import { type CellResult, isMeasured } from '../result/cell.ts';
import { cellNames } from './cell-names.ts';

/** Why items failed in some cells, alike in all of them. */
export interface Failures {
  /** The cells, such as `ERROR async at m = 20`. */
  readonly where: string;
  /** Such as `5 × status 418`. */
  readonly reasons: string;
}

/** Why items failed; cells of one server where they failed alike are named together. */
export function failuresByReason(cells: readonly CellResult[]): Failures[] {
  const failing = cells.filter(isMeasured).flatMap((cell) => {
    const text = reasonsText(cell.reasons ?? {});
    return text === '' ? [] : [{ cell, text }];
  });
  const alike = Map.groupBy(failing, ({ cell, text }) => JSON.stringify([cell.server, text]));
  return [...alike.values()].map((group) => ({
    where: cellNames(group.map(({ cell }) => cell)),
    reasons: group[0]!.text,
  }));
}
