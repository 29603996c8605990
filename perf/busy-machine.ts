import { availableParallelism, loadavg } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';

/** What tells a busy machine from a quiet one. */
export interface MachineLoad {
  readonly cores: number;
  /** Processes that computed, or wanted to, in the minute before the first measurement. */
  readonly processesBefore: number;
  /** How late one timer in twenty was, before and while it was measured, in milliseconds. */
  readonly lateBeforeMs: number;
  readonly lateMeanwhileMs: number;
}

/** Half of the cores and more: what is measured needs two of them for itself. */
const BUSY_SHARE = 0.5;

/** Nothing is measured yet, so nothing but others can keep a timer waiting. */
const LATE_BEFORE_MS = 2;

/** What is measured keeps its cores busy, and a timer waits for its turn. */
const LATE_MEANWHILE_MS = 10;

const TIMER_MS = 10;
const PROBE_MS = 1000;
const ONE_IN_TWENTY = 95;

/** Says in one line, in plain words, that others kept a machine busy; nothing where they did not. */
export function busySentence({
  cores,
  processesBefore,
  lateBeforeMs,
  lateMeanwhileMs,
}: MachineLoad): string | undefined {
  const lateMs = Math.round(Math.max(lateBeforeMs, lateMeanwhileMs));
  const isLate = lateBeforeMs > LATE_BEFORE_MS || lateMeanwhileMs > LATE_MEANWHILE_MS;
  const seen = [
    ...(processesBefore >= BUSY_SHARE * cores ? [`load ${processesBefore.toFixed(1)} on ${cores} cores`] : []),
    ...(isLate ? [`timers ${lateMs} ms late`] : []),
  ];
  if (seen.length === 0) return undefined;
  return `This computer was busy (${seen.join(', ')}): close other programs.`;
}

/** Looks at the machine before anything is measured, and then until it is asked what it has seen. */
export async function watchMachine(): Promise<() => MachineLoad> {
  const processesBefore = loadavg()[0]!;
  const lateness = monitorEventLoopDelay({ resolution: TIMER_MS });
  lateness.enable();
  await setTimeout(PROBE_MS);
  const lateBeforeMs = lateMs(lateness);
  lateness.reset();
  return () => ({ cores: availableParallelism(), processesBefore, lateBeforeMs, lateMeanwhileMs: lateMs(lateness) });
}

function lateMs(lateness: { percentile(percentile: number): number }): number {
  return lateness.percentile(ONE_IN_TWENTY) / 1e6 - TIMER_MS;
}
