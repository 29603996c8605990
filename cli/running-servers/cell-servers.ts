import { BenchServers } from '../../bench/experiment/bench-servers.ts';
import type { CellServers } from '../../bench/experiment/cell-servers.ts';
import type { BenchSettings } from '../../bench/result/result.ts';
import type { CommandContext } from '../terminal/command-context.ts';
import { AttachedLab, type AttachedSettings } from './attached-lab.ts';

/** Finds the servers of a lab that runs, where the settings say so, and starts some for the bench elsewhere. */
export function cellServers(
  context: CommandContext,
): (settings: AttachedSettings & Pick<BenchSettings, 'attached'>, signal?: AbortSignal) => Promise<CellServers> {
  return (settings, signal) => {
    const { attached } = settings;
    if (attached === undefined) return BenchServers.start(settings, signal);
    return AttachedLab.attach(settings, { control: attached }, context, signal);
  };
}
