import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** What a download cost the process it ran in. */
export interface Usage {
  /** CPU time of all threads, from the call of the strategy to its end: starting and ending its threads is included. */
  readonly cpuSeconds: number;
  /** The most memory that the process ever had resident, warm-up included. */
  readonly peakRssBytes: number;
  /** The 99th percentile of how late the main thread's event loop was; undefined for a download too short to tell. */
  readonly eventLoopDelayP99Ms: number | undefined;
}

/** How often the event loop is looked at, in milliseconds: more often would cost more than 1 % of a core. */
const RESOLUTION_MS = 5;

/** Figures what this process uses while `work` runs. */
export async function measureUsage<T>(work: () => Promise<T>): Promise<{ result: T; usage: Usage }> {
  const loopDelay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  const before = process.cpuUsage();
  loopDelay.enable();
  const result = await work();
  loopDelay.disable();
  const { user, system } = process.cpuUsage(before);
  // The histogram holds the time between two looks, which is the resolution when nothing is late.
  const p99Ms = Math.max(0, loopDelay.percentile(99) / 1e6 - RESOLUTION_MS);
  const usage = {
    cpuSeconds: (user + system) / 1e6,
    peakRssBytes: peakRssBytes(),
    eventLoopDelayP99Ms: loopDelay.count === 0 ? undefined : p99Ms,
  };
  return { result, usage };
}

/** On Linux `maxRSS` is never less than what the parent had when it forked, so the process's own mark is read instead. */
function peakRssBytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))!;
  return Number(kilobytes) * 1024;
}
