import { formatDuration } from '../../lib/units/duration.ts';
import { type AgentShare, firstDelayMs, lateShares, worstUncertaintyMs } from '../result/agent-share.ts';
import { MILLISECONDS } from '../result/unit.ts';
import type { Warning } from '../result/warning.ts';
import type { CellYield } from './run-cell.ts';

/** Agents' clocks that are known no better than to this share of the time measured are worth a word. */
const DOUBTFUL_SHARE = 0.01;

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
    hint: "see given-up-*.json in the run's folder for what that left, which counts nowhere",
  };
};

const lateAgents: AgentCheck = (name, { spread }) => {
  const late = lateShares(spread?.shares ?? []);
  if (late.length === 0) return undefined;
  const message = `${name}: ${late.map(lateText).join(', ')}`;
  return { kind: 'late-agent', message, hint: 'close other programs on that machine, or leave it out' };
};

const idleAgents: AgentCheck = (name, { spread }) => {
  const { idle = [] } = spread ?? {};
  if (idle.length === 0) return undefined;
  const message = `${name} had nothing to do for ${idle.join(', ')}: it has fewer requests at once than there are agents`;
  return { kind: 'idle-agent', agents: idle, message, hint: 'give a higher -m, or fewer --agents' };
};

const agentClocks: AgentCheck = (name, { spread, figures: { elapsedMs } }) => {
  const uncertaintyMs = worstUncertaintyMs(spread?.shares);
  if (uncertaintyMs <= DOUBTFUL_SHARE * elapsedMs) return undefined;
  const message = `${name}: the agents' clocks agree to ± ${MILLISECONDS.text(uncertaintyMs)} only, of ${formatDuration(Math.round(elapsedMs))}`;
  return { kind: 'agent-clocks', message, hint: 'take no time between agents for finer than that' };
};

/** What a cell that was spread over agents says against itself. */
export const AGENT_CHECKS: readonly AgentCheck[] = [laterTry, lateAgents, idleAgents, agentClocks];

function lateText(share: AgentShare): string {
  const { agent, dueMs, uncertaintyMs } = share;
  const delay = `${MILLISECONDS.text(firstDelayMs(share) ?? 0)} (± ${MILLISECONDS.text(uncertaintyMs)})`;
  return `agent ${agent} sent its first request ${delay} after ${dueMs === undefined ? 'the start' : 'its time on the schedule'}`;
}
