import { monotonicMs } from '../../clients/download/monotonic-clock.ts';
import { untilMoment } from '../../clients/schedule/until-moment.ts';
import { AgentError } from '../../lib/errors/agent-error.ts';
import { MissedStartError } from '../../lib/errors/missed-start-error.ts';
import type { CellReport } from '../experiment/cell/cell-process.ts';
import type { CellBrought } from '../experiment/cell/cell-runner.ts';
import { CommandCell } from '../experiment/cell/command-cell.ts';
import { PreparedChild } from '../experiment/cell/run-here.ts';
import { requireBegun } from '../experiment/cell/start-gate.ts';
import { type AskClock, type ClockReading, readClock } from './server-clock.ts';
import type { Share } from './share.ts';
import type { ShareTask } from './split-cell.ts';

/** A clock may drift so much against another one, as a share of the time between, and still be one. */
const DRIFT_SHARE = 0.0005;

/** By so much a clock may seem to have moved because answers took their time, beyond what is known of that, in milliseconds. */
const SLACK_MS = 2;

/** What doing a share has come to. */
export interface ShareDone extends ClockReading {
  readonly brought: CellBrought;
  /** How long it took from the common start on, in milliseconds. */
  readonly tookMs: number;
  /** When its requests began, on the servers' clock; absent for a command. */
  readonly beganMs?: number;
}

/** How a share is done: what it needs of the agent. */
export interface ShareWay {
  /** The agent's name. */
  readonly agent: string;
  /** The servers' clock. */
  readonly ask: AskClock;
  /** Where a client warms up, on this machine. */
  readonly warmUpUrl: () => Promise<string>;
  /** All that it needs is there: resolves with the start on the servers' clock. */
  readonly held: () => Promise<number>;
  /** Gives the share up when it aborts. */
  readonly signal: AbortSignal;
}

/**
 * Does a share: loads and warms up what it takes, holds it until all shares of the cell are held, and begins at the common
 * start.
 *
 * @throws MissedStartError when it hears of the start, or begins, too late, AgentError when its clock has moved, LabError when
 *   its process dies, ClientError when a client of somebody's own fails
 */
export async function runShare(share: Share, way: ShareWay): Promise<ShareDone> {
  const before = await readClock(way.ask);
  await using client = await prepare(share.task, way);
  const heldMs = monotonicMs();
  const startMs = (await way.held()) - before.offsetMs;
  const brought = await client.run(startMs);
  const tookMs = monotonicMs() - startMs;
  const after = await readClock(way.ask).catch((cause: Error) => {
    throw new AgentError('the servers are gone that it has asked: their bench, or their lab, has ended', { cause });
  });
  const reading = together(before, after, monotonicMs() - heldMs);
  const { beganMs } = brought;
  return { brought, tookMs, ...reading, ...(beganMs !== undefined && { beganMs: beganMs + reading.offsetMs }) };
}

/** What its agent tells of it: of its outcomes, how many they are. */
export function toldOf({ brought, offsetMs, uncertaintyMs, beganMs }: ShareDone) {
  const { usage, heldBy, printed, outcomes = [] } = brought;
  const { eventLoopDelayP99Ms, ...rest } = usage;
  return {
    usage: { ...rest, ...(eventLoopDelayP99Ms !== undefined && { eventLoopDelayP99Ms }) },
    offsetMs,
    uncertaintyMs,
    outcomes: outcomes.length,
    ...(beganMs !== undefined && { beganMs }),
    ...(heldBy !== undefined && { heldBy: [...heldBy] }),
    ...(printed !== undefined && { printed }),
  };
}

interface PreparedClient extends AsyncDisposable {
  /** @param startMs on this machine's monotonic clock */
  run(startMs: number): Promise<CellBrought & Pick<CellReport, 'beganMs'>>;
}

async function prepare(task: ShareTask, { agent, warmUpUrl, signal }: ShareWay): Promise<PreparedClient> {
  if ('cellTimeoutMs' in task) {
    const cell = await CommandCell.prepare(task);
    return {
      run: async (startMs) => {
        requireInTime(startMs);
        await untilMoment(startMs, monotonicMs, signal);
        requireBegun(startMs);
        return await cell.run(signal);
      },
      [Symbol.asyncDispose]: () => cell[Symbol.asyncDispose](),
    };
  }
  const options = { ...task.options, ...(task.options.run !== undefined && { agent }) };
  const child = await PreparedChild.prepare({ ...task, options, warmUpUrl: await warmUpUrl() }, signal);
  try {
    await child.hold(signal);
  } catch (error) {
    await child[Symbol.asyncDispose]();
    throw error;
  }
  return {
    run: (startMs) => {
      requireInTime(startMs);
      return child.run(signal, startMs);
    },
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  };
}

function requireInTime(startMs: number): void {
  const lateMs = monotonicMs() - startMs;
  if (lateMs > 0) throw new MissedStartError(`it heard of the start ${Math.ceil(lateMs)} ms too late`);
}

/**
 * What two readings of a clock say together: the first is what the start was found by, and what lies between them is what it
 * may be wrong by.
 *
 * @param apartMs how long after each other they were taken at least
 * @throws AgentError when the clock has moved between them
 */
export function together(before: ClockReading, after: ClockReading, apartMs: number): ClockReading {
  const movedMs = Math.abs(after.offsetMs - before.offsetMs);
  const knownMs = Math.max(before.uncertaintyMs, after.uncertaintyMs);
  if (movedMs > before.uncertaintyMs + after.uncertaintyMs + SLACK_MS + DRIFT_SHARE * apartMs) {
    throw new AgentError(`its clock has moved by ${Math.round(movedMs)} ms against that of the servers`);
  }
  return { offsetMs: before.offsetMs, uncertaintyMs: knownMs + movedMs };
}
