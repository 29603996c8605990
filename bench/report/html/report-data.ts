import { isMeasured } from '../../result/cell.ts';
import { cellName } from '../../result/cell-group.ts';
import { FIGURES, type Figure, type FigureName, figureMeaning, figureTitle } from '../../result/figures.ts';
import type { ItemRecord } from '../../result/item-record.ts';
import type { BenchResult } from '../../result/result.ts';
import { type Hook, hooksIn } from '../../result/settings/hooks.ts';
import { itemNoun } from '../../result/settings/service.ts';
import { TIME_PARTS, type TimePart } from '../../result/time-parts.ts';
import { BYTES } from '../../result/unit.ts';
import { AGENT_COLUMNS, AGENTS_NOTE, agentRows } from '../../rows/agent-rows.ts';
import { type Failures, failuresByReason } from '../../rows/failures-by-reason.ts';
import { rowsOfEachLevel } from '../../rows/rows.ts';
import { type Doubt, doubts } from '../text/doubts.ts';
import { noiseText } from '../text/noise-text.ts';
import { onlyAnswer } from '../text/sweep-answers.ts';
import { type SharedAdvice, sharedAdvice, type TimeReport, timeReports, untoldTimes } from '../text/time-report.ts';
import { type CurvePanel, curvePanels } from './curve-panels.ts';
import { type FigureRow, figureRows } from './figure-rows.ts';
import { type LatencyPanel, latencyPanels } from './latency-panels.ts';
import { type LimitPanel, limitPanels } from './limit-panels.ts';
import { type RatePanel, ratePanels } from './rate-panels.ts';
import { representedCells } from './represented-cells.ts';
import { type TimelinePanel, timelinePanels } from './timeline-panels.ts';
import { type Waterfall, waterfalls } from './waterfalls.ts';

/** What the page shows of how a bench was run. */
type Settings = Pick<
  BenchResult,
  'id' | 'startedAt' | 'commandLine' | 'seed' | 'timeScale' | 'timeoutMs' | 'items' | 'servers' | 'machine' | 'versions'
>;

/** What the HTML report draws: all that needs working out is worked out here, and thinned to what can be seen. */
export interface ReportData extends Settings {
  /** What was run around the cells. */
  readonly hooks: readonly Hook[];
  /** What one of the things is called that were asked for. */
  readonly noun: 'flag' | 'item';
  /** The machine's memory, for people. */
  readonly memory: string;
  /** How quiet the machine was before the first cell; empty where that is not known. */
  readonly noise: string;
  /** What there is to see, in one sentence; absent where no cell was measured. */
  readonly headline?: string;
  /** What was foretold of it, and what came; absent where nothing was foretold. */
  readonly foretold?: string;
  /** Every strategy's name, in the order in which they first ran. */
  readonly strategies: readonly string[];
  readonly curves: readonly CurvePanel[];
  /** Absent where no rate rises. */
  readonly rates?: readonly RatePanel[];
  readonly figures: readonly FigureRow[];
  /** Where the time went of each row that is far from its ideal. */
  readonly times: readonly TimeReport[];
  /** The parts that any of them has, and what they are called. */
  readonly timeParts: readonly { readonly part: TimePart; readonly title: string }[];
  /** What can be done about it. */
  readonly advice: readonly SharedAdvice[];
  /** The rows of which that was not kept; empty for none. */
  readonly untoldTimes: string;
  readonly waterfalls: readonly Waterfall[];
  readonly timelines: readonly TimelinePanel[];
  readonly limits: readonly LimitPanel[];
  readonly latencies: readonly LatencyPanel[];
  /** The table of agents, as texts, and how it is read; absent where one machine sent the load. */
  readonly agents?: { readonly heads: readonly string[]; readonly rows: readonly string[][]; readonly note: string };
  /** What makes the figures less than they seem, each kind once. */
  readonly warnings: readonly Doubt[];
  /** Why items failed, a line for all cells where they failed alike. */
  readonly reasons: readonly Failures[];
  /** The cells that could not be measured. */
  readonly failures: readonly { readonly cell: string; readonly error: string }[];
  /** What each figure is called, the unit of its field, and what it means. */
  readonly definitions: readonly {
    readonly name: FigureName;
    readonly title: string;
    readonly unit: string;
    readonly definition: string;
  }[];
}

/** Works out what there is to draw of a bench. A pure function of what was saved of it. */
export function reportData(result: BenchResult, records: readonly ItemRecord[], foretold?: string): ReportData {
  const { cells, servers } = result;
  const sentence = onlyAnswer(result);
  const represented = representedCells(result, records);
  const every = rowsOfEachLevel(result);
  const times = timeReports(every, result);
  return {
    ...settingsOf(result),
    hooks: hooksIn(result),
    noun: itemNoun(result),
    memory: BYTES.text(result.machine.memoryBytes),
    noise: noiseText(result.machine),
    ...(sentence !== undefined && { headline: sentence }),
    ...(foretold !== undefined && { foretold }),
    strategies: [...new Set(cells.map(({ strategy }) => strategy))],
    curves: curvePanels(result),
    ...(result.rateCurves !== undefined && { rates: ratePanels(result) }),
    figures: figureRows(result),
    times,
    timeParts: TIME_PARTS.map(({ name, title }) => ({ part: name, title })).filter(({ part }) =>
      times.some(({ pieces }) => pieces.some((piece) => piece.part === part)),
    ),
    advice: sharedAdvice(times),
    untoldTimes: untoldTimes(every),
    waterfalls: waterfalls(represented),
    timelines: timelinePanels(represented, result),
    limits: limitPanels(represented, servers),
    latencies: latencyPanels(represented),
    reasons: failuresByReason(cells),
    ...agentsOf(result),
    warnings: doubts(result),
    failures: failuresOf(result),
    definitions: FIGURES.map((figure: Figure) => ({
      name: figure.name as FigureName,
      title: figureTitle(figure),
      unit: figure.unit.symbol,
      definition: figureMeaning(figure),
    })),
  };
}

function settingsOf(result: BenchResult): Settings {
  const { id, startedAt, commandLine, seed, timeScale, timeoutMs, items } = result;
  const { servers, machine, versions } = result;
  return { id, startedAt, commandLine, seed, timeScale, timeoutMs, items, servers, machine, versions };
}

function agentsOf({ cells }: BenchResult): Pick<ReportData, 'agents'> {
  const rows = agentRows(cells).map((row) => AGENT_COLUMNS.map(({ text }) => text(row)));
  return rows.length === 0 ? {} : { agents: { heads: AGENT_COLUMNS.map(({ head }) => head), rows, note: AGENTS_NOTE } };
}

function failuresOf({ cells }: BenchResult): ReportData['failures'] {
  return cells.flatMap((cell) => {
    if (isMeasured(cell)) return [];
    return [{ cell: `${cellName(cell)}, repetition ${cell.repetition}`, error: cell.error }];
  });
}
