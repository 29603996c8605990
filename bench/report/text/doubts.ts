import { TOO_SHORT_MS } from '../../../lib/queueing/too-short-ms.ts';
import { listed } from '../../../lib/units/listed.ts';
import { isMeasured } from '../../result/cell.ts';
import type { BenchResult } from '../../result/result.ts';
import { ENOUGH_REQUESTS, MIN_REQUESTS } from '../../result/too-short.ts';
import { BUSY_KINDS, type Warning } from '../../result/warning.ts';
import { cellNames } from '../../rows/cell-names.ts';
import { busyComputer } from './busy-computer.ts';

/** What a bench doubts about itself, for all cells that it is true of. */
export interface Doubt {
  readonly kind: Warning['kind'];
  readonly message: string;
  /** What to do about it. */
  readonly hint: string;
  /** The cells where the message does not name them; else empty. */
  readonly where: string;
}

/** What can be said of several cells in the same words. */
const TOGETHER: Partial<Record<Warning['kind'], string>> = {
  'small-sample': 'too few to tell luck from speed',
  'too-short': `too short to compare speeds (under ${TOO_SHORT_MS / 1000} s with fewer than ${ENOUGH_REQUESTS} requests, or under ${MIN_REQUESTS} requests where nothing waits)`,
  // Which agents it was, why, and by how much differs from cell to cell.
  'second-try': 'measured at a later try, for before an agent did not do its share',
  'late-agent': 'some agents sent their first request late',
  'slow-agent': 'some agents needed much longer for their share than the quickest did for its own',
  'agent-clocks': "the agents' clocks agree less than what was measured asks for",
};

/**
 * The warnings of a bench, each kind once, however many cells it concerns; a contradiction, and who held the event loop,
 * once for each client and each thing that it should look at, for what is true of one client says nothing of another.
 */
export function doubts({ warnings, cells }: Pick<BenchResult, 'warnings' | 'cells'>): Doubt[] {
  const idle = new Set(warnings.filter(({ kind }) => kind === 'idle-agent').map(agentsKey));
  const groups = Map.groupBy(warnings, (warning) =>
    warning.kind === 'idle-agent' && idle.size <= MOST_IDLE ? agentsKey(warning) : groupOf(warning, cells),
  );
  return [...groups.values()].map((group) => {
    const { message, hint } = group[0]!;
    const kind = BUSY_KINDS.includes(group[0]!.kind) ? BUSY_KINDS[0]! : group[0]!.kind;
    const where = namesOf(group, cells);
    if (kind === BUSY_KINDS[0]) {
      return { kind, message: busyMessage(group, cells), hint: 'Close other programs.', where };
    }
    if (kind === 'idle-agent') return { kind, message: idleMessage(group), hint, where };
    const together = group.length > 1 ? TOGETHER[kind] : undefined;
    if (together !== undefined) return { kind, message: together, hint, where };
    const first = namesOf(group.slice(0, 1), cells);
    const others = namesOf(
      group.filter((warning) => namesOf([warning], cells) !== first),
      cells,
    );
    return { kind, message: others === '' ? message : `${message}; also ${others}`, hint, where: '' };
  });
}

/** In more cases than these it is told in one line which agents had nothing to do, and not in which cell. */
const MOST_IDLE = 3;

function agentsKey({ agents = [] }: Warning): string {
  return JSON.stringify(agents.toSorted());
}

/** What is one doubt has one name. */
function groupOf({ kind, cell, hint }: Warning, cells: BenchResult['cells']): string {
  if (BUSY_KINDS.includes(kind)) return BUSY_KINDS[0]!;
  return kind === 'contradicted' || kind === 'held-loop'
    ? JSON.stringify([kind, cells[cell ?? Number.NaN]?.strategy, hint])
    : kind;
}

/** A doubt in one line. */
export function doubtText({ message, hint, where }: Doubt): string {
  if (message.endsWith('.')) return `${message} ${hint}${where === '' ? '' : ` (${where})`}`;
  return `${message}${where === '' ? '' : `: ${where}`}; ${hint}`;
}

function namesOf(warnings: readonly Warning[], cells: BenchResult['cells']): string {
  return cellNames(warnings.flatMap(({ cell }) => cells[cell ?? Number.NaN] ?? []));
}

/** Which of them it was may differ from cell to cell: whoever is free first has something to do. */
function idleMessage(warnings: readonly Warning[]): string {
  const all = new Set(warnings.flatMap(({ agents = [] }) => agents));
  const isSame = warnings.every(({ agents = [] }) => agents.length === all.size);
  const names = listed([...all].sort());
  // A run that was kept before they had names here has none.
  const who = all.size === 0 ? 'some agents' : isSame ? names : `some of the agents ${names}`;
  return `${who} had nothing to do, for there were fewer requests at once than agents`;
}

function busyMessage(warnings: readonly Warning[], cells: BenchResult['cells']): string {
  const lateMs = Math.max(...warnings.map((warning) => warning.lateMs ?? 0));
  const much = lateMs === 0 ? 'too long' : `up to ${Math.ceil(lateMs)} ms too long`;
  const meant = warnings.flatMap(({ cell }) => cells[cell ?? Number.NaN] ?? []).filter(isMeasured);
  return `${busyComputer(meant)} was busy; times may be ${much}.`;
}
