import { availableParallelism, loadavg } from 'node:os';
import type { MachineNoise } from '../result/result.ts';
import { loopbackLatencyMs } from './loopback-latency.ts';
import { timerErrorMs } from './timer-error.ts';

/** How many cores this machine has for us. */
export function cores(): number {
  return availableParallelism();
}

/** What stands between this machine and a quiet one, found out in under a fifth of a second. */
export async function machineNoise(): Promise<MachineNoise> {
  // Before anything of ours adds to it.
  const load = loadavg()[0]!;
  return { load, timerErrorMs: await timerErrorMs(), loopbackLatencyMs: await loopbackLatencyMs() };
}
