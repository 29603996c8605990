import type { Outcome } from '../../clients/download/outcome.ts';
import { AgentError } from '../../lib/errors/agent-error.ts';
import type { CellBrought } from '../experiment/cell/cell-runner.ts';
import { isLate } from '../experiment/measure-cell.ts';
import type { AgentShare } from '../result/agent-share.ts';
import type { Usage } from '../usage/usage.ts';
import type { Done } from './progress.ts';
import type { Present } from './roster.ts';
import type { ShareTask } from './split-cell.ts';

/** A share that has been done, and by whom. */
export interface DoneShare {
  readonly task: ShareTask;
  readonly agent: Present;
  readonly done: Done;
  readonly outcomes: readonly Outcome[];
}

/**
 * Puts the shares of a cell together: what their outcomes say of time is put on one clock, that of the servers, from the
 * common start on. Percentiles are those of all outcomes together; of the event loops, of which there are no samples, the
 * worst stands for all.
 *
 * @param startMs the common start, on the servers' clock
 * @param idle the names of agents that had no share
 * @throws AgentError when outcomes are missing or too many
 */
export function mergeShares(shares: readonly DoneShare[], startMs: number, idle: readonly string[] = []): CellBrought {
  for (const share of shares) requireWhole(share);
  const shifted = shares.map((share) => outcomesOf(share, startMs));
  const heldBy = shares.flatMap(({ done }) => done.heldBy ?? []);
  const isCommand = shares.some(({ task }) => task.client.kind === 'command');
  const [{ printed } = { printed: undefined }] = shares.map(({ done }) => done);
  return {
    usage: usageOf(shares.map(({ done }) => done.usage)),
    ...(!isCommand && { outcomes: shifted.flat().sort((a, b) => a.endedMs - b.endedMs) }),
    ...(heldBy.length > 0 && { heldBy }),
    ...(printed !== undefined && { printed }),
    spread: {
      shares: shares.map((share, i) => shareOf(share, shifted[i]!)),
      idle,
      agents: shares.length + idle.length,
    },
  };
}

/** Each item of a share has one outcome, or it is no outcome of this share. */
function requireWhole({ task, agent, done, outcomes }: DoneShare): void {
  if (task.client.kind === 'command') return;
  if (outcomes.length === done.outcomes && outcomes.length === task.codes.length) return;
  throw new AgentError(`${outcomes.length} of ${task.codes.length} outcomes of ${agent.name} have come`);
}

/** A share's outcomes with whose they are: its times count from when it began itself. */
function outcomesOf({ agent: { name }, done: { beganMs = 0 }, outcomes }: DoneShare, startMs: number): Outcome[] {
  return outcomes.map((outcome) => ({ ...later(outcome, beganMs - startMs), agent: name }));
}

/** When a request was to be sent is the schedule's word, which began with the common start. */
function later(outcome: Outcome, ms: number): Outcome {
  const { startedMs, firstByteMs, endedMs } = outcome;
  return {
    ...outcome,
    startedMs: startedMs + ms,
    firstByteMs: firstByteMs === undefined ? undefined : firstByteMs + ms,
    endedMs: endedMs + ms,
    // What one agent limits itself to is not what all do together.
    limit: undefined,
  };
}

function usageOf(usages: readonly Done['usage'][]): Usage {
  const sum = (value: (usage: Done['usage']) => number) => usages.reduce((total, usage) => total + value(usage), 0);
  const delays = usages.flatMap(({ eventLoopDelayP99Ms }) => eventLoopDelayP99Ms ?? []);
  return {
    cpuSeconds: sum(({ cpuSeconds }) => cpuSeconds),
    peakRssBytes: sum(({ peakRssBytes }) => peakRssBytes),
    eventLoopDelayP99Ms: delays.length === 0 ? undefined : Math.max(...delays),
  };
}

function shareOf({ task, agent, done }: DoneShare, outcomes: readonly Outcome[]): AgentShare {
  const first = outcomes.reduce((least, { startedMs }) => Math.min(least, startedMs), Number.POSITIVE_INFINITY);
  const last = outcomes.reduce((most, { endedMs }) => Math.max(most, endedMs), Number.NEGATIVE_INFINITY);
  const scheduled = outcomes.flatMap(({ scheduledMs }) => scheduledMs ?? []);
  const { name, id, cores, node } = agent;
  const m = mOf(task);
  return {
    agent: name,
    id,
    cores,
    node,
    items: task.codes.length,
    ...(m !== undefined && { m }),
    offsetMs: done.offsetMs,
    uncertaintyMs: done.uncertaintyMs,
    ...(outcomes.length > 0 && { firstMs: first, lastMs: last }),
    ...(scheduled.length > 0 && { lateStarts: outcomes.filter(isLate).length }),
    ...(scheduled.length > 0 && { dueMs: scheduled.reduce((least, ms) => Math.min(least, ms)) }),
  };
}

function mOf(task: ShareTask): number | undefined {
  if ('m' in task) return task.m;
  return task.client.kind === 'open' ? undefined : task.options.m;
}
