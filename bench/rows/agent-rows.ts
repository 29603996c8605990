import { type AgentShare, lateShares } from '../result/agent-share.ts';
import type { CellResult } from '../result/cell.ts';
import { isMeasured } from '../result/cell.ts';
import { NOTHING } from '../result/figures.ts';
import { MILLISECONDS } from '../result/unit.ts';

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
}

/** What is told of each agent. */
export const AGENT_COLUMNS: readonly AgentColumn[] = [
  { head: 'agent', align: 'left', text: ({ name }) => name },
  right('cores', ({ cores }) => String(cores)),
  right('cells', ({ shares }) => String(shares.length)),
  right('items', ({ shares }) => String(shares.reduce((sum, { items }) => sum + items, 0))),
  right('m', ({ shares }) => range(shares.flatMap(({ m }) => m ?? []))),
  right('clock offset', ({ shares }) => offsetText(shares)),
  right('first request', ({ shares }) => latest(shares)),
  right('late', ({ late, shares }) => (late === 0 ? 'no' : `in ${late} of ${shares.length}`)),
];

/** How the table of agents is read. */
export const AGENTS_NOTE =
  'Clock offset: what is added to an agent’s clock to have that of the servers, at its least sure. First request: how long after the common start, at the latest. Late: over 50 ms after the first agent, in so many cells.';

/** The agents of a run, in the order in which they first had a share; none where the load came from one machine. */
export function agentRows(cells: readonly CellResult[]): AgentRow[] {
  const spread = cells.filter(isMeasured).map(({ shares = [] }) => shares);
  const late = new Set(spread.flatMap(lateShares));
  return [...Map.groupBy(spread.flat(), ({ id }) => id).values()].map((shares) => ({
    name: shares[0]!.agent,
    cores: shares[0]!.cores,
    shares,
    late: shares.filter((share) => late.has(share)).length,
  }));
}

function right(head: string, text: AgentColumn['text']): AgentColumn {
  return { head, align: 'right', text };
}

function range(values: readonly number[]): string {
  if (values.length === 0) return NOTHING;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low === high ? String(low) : `${low}–${high}`;
}

/** No finer than it is known. */
function offsetText(shares: readonly AgentShare[]): string {
  const { offsetMs, uncertaintyMs } = shares.reduce((worst, share) =>
    share.uncertaintyMs > worst.uncertaintyMs ? share : worst,
  );
  return `${(offsetMs / 1000).toFixed(3)} s ± ${MILLISECONDS.text(uncertaintyMs)}`;
}

function latest(shares: readonly AgentShare[]): string {
  const firsts = shares.flatMap(({ firstMs }) => firstMs ?? []);
  return firsts.length === 0 ? NOTHING : MILLISECONDS.text(Math.max(...firsts));
}
