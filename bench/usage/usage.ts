import { monitorEventLoopDelay } from 'node:perf_hooks';
import { lanesReady } from '../../clients/work/lanes-ready.ts';
import { peakRssBytes } from '../../clients/work/peak-rss.ts';
import { ProcessUsageWatch } from '../../clients/work/process-usage.ts';
import { sleep } from '../../lib/concurrency/sleep.ts';

/** What a download cost the process it ran in, and those that computed for it. */
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
  using processes = new ProcessUsageWatch();
  const before = process.cpuUsage();
  const forgetStart = () => loopDelay.reset();
  lanesReady.subscribe(forgetStart);
  loopDelay.enable();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  // What held the loop to the very end is noted when it comes round.
  await sleep(1);
  loopDelay.disable();
  lanesReady.unsubscribe(forgetStart);
  // The histogram holds the time between two looks, which is the resolution when nothing is late.
  const p99Ms = Math.max(0, loopDelay.percentile(99) / 1e6 - RESOLUTION_MS);
  const usage = {
    cpuSeconds: (user + system) / 1e6 + processes.cpuSeconds,
    peakRssBytes: peakRssBytes() + processes.peakRssBytes,
    eventLoopDelayP99Ms: loopDelay.count === 0 ? undefined : p99Ms,
  };
  return { result, usage };
}
