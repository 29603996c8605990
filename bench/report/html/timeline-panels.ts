import { shortDuration } from '../../../lib/units/duration.ts';
import type { Slice } from '../../result/cell.ts';
import { type FigureName, figure, figureTitle, figureValue } from '../../result/figures.ts';
import type { BenchResult } from '../../result/result.ts';
import { faultsChanges } from '../../result/tested-server.ts';
import { type ReachedChange, reachedChanges } from '../../timeline/reached-changes.ts';
import type { RepresentedCell } from './represented-cells.ts';
import { significant } from './rounding.ts';

/** A slice of time, with its figures for people. */
export type ShownSlice = Slice & { readonly text: string };

/** What is told of each. */
const SHOWN: readonly FigureName[] = ['goodput', 'errors', 'p50', 'p95'];

/** How one strategy went on against one server as time passed. */
export interface TimelinePanel {
  readonly server: string;
  readonly strategy: string;
  readonly m: number;
  /** How long each slice is, but for the last, in milliseconds. */
  readonly sliceMs: number;
  readonly slices: readonly ShownSlice[];
  /** The changes of the server's faults that it lasted long enough for; absent where the faults do not change. */
  readonly changes?: readonly ReachedChange[];
}

/** One panel for each server and strategy whose cell was long enough to show a course. */
export function timelinePanels(
  cells: readonly RepresentedCell[],
  result: Pick<BenchResult, 'servers' | 'timeScale'>,
): TimelinePanel[] {
  return cells.flatMap(({ cell: { server, strategy, m, timeline } }) => {
    if (timeline === undefined) return [];
    const { sliceMs, slices } = timeline;
    const all = faultsChanges(result, server);
    const changes = all.length === 0 ? {} : { changes: reachedChanges(timeline, all) };
    return [{ server, strategy, m, sliceMs, slices: slices.map(shown), ...changes }];
  });
}

function shown(slice: Slice): ShownSlice {
  return { ...rounded(slice), text: sliceText(slice) };
}

function sliceText(slice: Slice): string {
  const figures = SHOWN.flatMap((name) => {
    const known = figure(name);
    const value = figureValue(known, slice);
    return value === undefined ? [] : [`${figureTitle(known)} ${known.unit.text(value)}`];
  });
  const { fromMs, toMs, ended } = slice;
  return [`${shortDuration(fromMs)} to ${shortDuration(toMs)}: ${ended} ended`, ...figures].join('\n');
}

function rounded(slice: Slice): Slice {
  return Object.fromEntries(Object.entries(slice).map(([name, value]) => [name, significant(value)])) as Slice;
}
