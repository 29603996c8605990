import { takenInTurn } from '../../lib/queueing/taken-in-turn.ts';
import { counted } from '../../lib/units/counted.ts';
import { formatDuration } from '../../lib/units/duration.ts';
import { type AgentShare, firstDelayMs, lateShares, worstUncertaintyMs } from '../result/agent-share.ts';
import { type CellResult, isMeasured } from '../result/cell.ts';
import { DURATION, MILLISECONDS } from '../result/unit.ts';
import type { Warning } from '../result/warning.ts';
import { byFewer } from '../result/withheld.ts';
import type { CellYield } from './run-cell.ts';

/** Agents' clocks that are known no better than to this share of the time measured are worth a word. */
const DOUBTFUL_SHARE = 0.01;

/** An agent is slow that needs so many times as long as the quickest for what both have to do, if that costs so much: in milliseconds, and as a share of the time measured. */
const SLOWER = 1.3;
const LOST_MS = 100;
const LOST_SHARE = 0.1;

/** How long an agent needed for its share, from its first request on, and how long what the server held of it takes where no slot is ever idle. */
interface Pace {
  readonly agent: string;
  readonly tookMs: number;
  readonly leastMs: number;
}

type AgentCheck = (name: string, cellYield: CellYield) => Omit<Warning, 'cell'> | undefined;

const TRIES = ['first', 'second', 'third'];

/** It is not luck that is measured when tries are left out: it is said. */
const laterTry: AgentCheck = (name, { spread: { givenUp = [] } = {} }) => {
  if (givenUp.length === 0) return undefined;
  const why = givenUp.map((message, before) => `at the ${TRIES[before]}: ${message}`).join('; ');
  const message = `${name} was measured at the ${TRIES[givenUp.length]} try, for ${why}`;
  return {
    kind: 'second-try',
    message,
    hint: "what a try that was given up has left is in given-up-*.json in the run's folder, and counts nowhere",
  };
};

/** Where the client is what takes time, two agents are not as quick as three. */
const otherAgents: AgentCheck = (name, { spread }) => {
  if (spread?.wanted === undefined || spread.agents === spread.wanted) return undefined;
  const { agents, wanted } = spread;
  const message = `${name} was measured by ${counted(agents, 'agent')}, not by ${wanted}`;
  return { kind: 'fewer-agents', message, hint: 'compare it with no cell that had another number of them' };
};

const lateAgents: AgentCheck = (name, { spread }) => {
  const late = lateShares(spread?.shares ?? []);
  if (late.length === 0) return undefined;
  const message = `${name}: ${late.map(lateText).join(', ')}`;
  return { kind: 'late-agent', message, hint: 'close other programs on that machine, or leave it out' };
};

/** By what the server held of each, whoever needed much longer for that than the quickest did for its own. */
const slowAgents: AgentCheck = (name, { spread, seen: { records }, figures: { elapsedMs } }) => {
  const byAgent = Map.groupBy(records, ({ agent }) => agent);
  const paces = (spread?.shares ?? []).flatMap(({ agent, m }): Pace[] => {
    const own = byAgent.get(agent);
    if (m === undefined || own === undefined) return [];
    const inTurn = own.toSorted((a, b) => a.arrivedMs - b.arrivedMs);
    const heldMs = inTurn.map(({ arrivedMs, endedMs = arrivedMs }) => endedMs - arrivedMs);
    const lastMs = own.reduce((latest, { arrivedMs, endedMs = arrivedMs }) => Math.max(latest, endedMs), 0);
    const tookMs = lastMs - inTurn[0]!.arrivedMs;
    return [{ agent, tookMs, leastMs: takenInTurn(heldMs, m) }];
  });
  const usual = Math.min(...paces.map(slowness));
  const quickestMs = Math.min(...paces.map(({ tookMs }) => tookMs));
  // Where the server holds next to nothing, that tells little: nobody would have been done before the quickest was.
  const expectedMs = ({ leastMs }: Pace) => Math.max(usual * leastMs, quickestMs);
  const worthMs = Math.max(LOST_MS, LOST_SHARE * elapsedMs);
  const slow = paces.filter((pace) => slowness(pace) > SLOWER * usual && pace.tookMs - expectedMs(pace) > worthMs);
  if (slow.length === 0) return undefined;
  const message = `${name}: ${slow.map((pace) => slowText(pace, expectedMs(pace))).join(', ')}`;
  return { kind: 'slow-agent', message, hint: 'close other programs on that machine, or leave it out' };
};

const idleAgents: AgentCheck = (name, { spread }) => {
  const { idle = [] } = spread ?? {};
  if (idle.length === 0) return undefined;
  const message = `${name} had nothing to do for ${idle.join(', ')}: it has fewer requests at once than there are agents`;
  return { kind: 'idle-agent', agents: idle, message, hint: 'give fewer --agents, or a higher -m to who uses it' };
};

const agentClocks: AgentCheck = (name, { spread, figures: { elapsedMs } }) => {
  const uncertaintyMs = worstUncertaintyMs(spread?.shares);
  if (uncertaintyMs <= DOUBTFUL_SHARE * elapsedMs) return undefined;
  const message = `${name}: the agents' clocks agree to ± ${MILLISECONDS.text(uncertaintyMs)} only, of ${formatDuration(Math.round(elapsedMs))}`;
  return { kind: 'agent-clocks', message, hint: 'take no time between agents for finer than that' };
};

/** What a cell that was spread over agents says against itself. */
export const AGENT_CHECKS: readonly AgentCheck[] = [
  laterTry,
  otherAgents,
  lateAgents,
  slowAgents,
  idleAgents,
  agentClocks,
];

/**
 * The cells of a run, with no speed where others had more agents: what a client needs for itself is shared by fewer machines
 * there, so that such figures cannot stand beside each other. Where agents died that nobody replaced, or a run was gone on with
 * by others, the cells with the most are those that count.
 */
export function withAlikeAgents<T extends CellResult>(cells: readonly T[]): T[] {
  const most = Math.max(0, ...cells.map(agentsOf));
  return cells.map((cell) => {
    const agents = agentsOf(cell);
    if (agents === 0 || agents === most) return cell;
    const { efficiency: _notToCompare, ...others } = cell as T & { readonly efficiency?: number };
    return { withheld: byFewer(agents, most), ...others } as T;
  });
}

/** How many agents there were for a cell; 0 where it was done on the machine of the bench, and for one that failed. */
function agentsOf(cell: CellResult): number {
  return isMeasured(cell) ? (cell.agents ?? 0) : 0;
}

function slowness({ tookMs, leastMs }: Pace): number {
  return tookMs / leastMs;
}

function slowText({ agent, tookMs }: Pace, expectedMs: number): string {
  return `agent ${agent} needed ${DURATION.text(tookMs)}, and as quick as the quickest it would have been ${DURATION.text(expectedMs)}`;
}

function lateText(share: AgentShare): string {
  const { agent, dueMs, uncertaintyMs } = share;
  const delay = `${MILLISECONDS.text(firstDelayMs(share) ?? 0)} (± ${MILLISECONDS.text(uncertaintyMs)})`;
  return `agent ${agent} sent its first request ${delay} after ${dueMs === undefined ? 'the start' : 'its time on the schedule'}`;
}
