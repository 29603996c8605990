import { type AgentShare, firstDelayMs, LATE_MS, lateShares, worstUncertaintyMs } from '../result/agent-share.ts';
import type { CellResult } from '../result/cell.ts';
import { isMeasured } from '../result/cell.ts';
import { NOTHING } from '../result/figures.ts';
import { DURATION, MILLISECONDS, type Unit } from '../result/unit.ts';

/** What one agent did in all cells of a run. */
export interface AgentRow {
  readonly name: string;
  readonly cores: number;
  /** In order of the cells. */
  readonly shares: readonly AgentShare[];
  /** In how many of them it began later than the first agent. */
  readonly late: number;
}

/** One column of the table of agents, in whatever that is shown. */
export interface AgentColumn {
  readonly head: string;
  readonly align: 'left' | 'right';
  readonly text: (row: AgentRow) => string;
  /** What its head means, where it says too little by itself. */
  readonly meaning?: string;
}

/** What is told of each agent. */
export const AGENT_COLUMNS: readonly AgentColumn[] = [
  { head: 'agent', align: 'left', text: ({ name }) => name },
  right('cores', ({ cores }) => String(cores)),
  right('cells', ({ shares }) => String(shares.length)),
  right('items', ({ shares }) => String(shares.reduce((sum, { items }) => sum + items, 0))),
  right('m', ({ shares }) => range(shares.flatMap(({ m }) => m ?? []))),
  right(
    'clock known to',
    ({ shares }) => `± ${MILLISECONDS.text(worstUncertaintyMs(shares))}`,
    'by how much an agent’s clock may be off that of the servers, at its least sure',
  ),
  right(
    'first request',
    ({ shares }) => latest(shares.map(firstDelayMs), MILLISECONDS),
    'how long after the common start, or after its time on the schedule, at the latest',
  ),
  right(
    'last item',
    ({ shares }) => {
      const ends = shares.map(({ lastMs }) => lastMs);
      return latest(ends, DURATION);
    },
    'when it had ended, after the common start, at the latest',
  ),
  right(
    'late',
    ({ late, shares }) => (late === 0 ? 'no' : `in ${late} of ${shares.length}`),
    `begun over ${LATE_MS} ms after the first agent, in so many cells`,
  ),
];

/** How the table of agents is read. */
export const AGENTS_NOTE: string = AGENT_COLUMNS.flatMap(({ head, meaning }) =>
  meaning === undefined ? [] : `${head}: ${meaning}.`,
).join(' ');

/** The agents of a run, by name; none where the load came from one machine. */
export function agentRows(cells: readonly CellResult[]): AgentRow[] {
  const spread = cells.filter(isMeasured).map(({ shares = [] }) => shares);
  const late = new Set(spread.flatMap(lateShares));
  return [...Map.groupBy(spread.flat(), ({ id }) => id).values()]
    .map((shares) => ({
      name: shares[0]!.agent,
      cores: shares[0]!.cores,
      shares,
      late: shares.filter((share) => late.has(share)).length,
    }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

function right(head: string, text: AgentColumn['text'], meaning?: string): AgentColumn {
  return { head, align: 'right', text, ...(meaning !== undefined && { meaning }) };
}

function range(values: readonly number[]): string {
  if (values.length === 0) return NOTHING;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low === high ? String(low) : `${low}–${high}`;
}

function latest(moments: readonly (number | undefined)[], unit: Pick<Unit, 'text'>): string {
  const known = moments.filter((ms) => ms !== undefined);
  return known.length === 0 ? NOTHING : unit.text(Math.max(...known));
}
