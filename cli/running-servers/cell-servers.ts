import { BenchServers } from '../../bench/experiment/servers/bench-servers.ts';
import type { CellServers } from '../../bench/experiment/servers/cell-servers.ts';
import { DirectService } from '../../bench/experiment/servers/direct-service.ts';
import type { BenchSettings } from '../../bench/result/result.ts';
import type { CommandContext } from '../terminal/command-context.ts';
import { AttachedLab, type AttachedSettings } from './attached-lab.ts';

/** Finds the servers of a lab that runs, or a service, where the settings say so, and starts some for the bench elsewhere. */
export function cellServers(
  context: CommandContext,
): (
  settings: AttachedSettings & Pick<BenchSettings, 'attached' | 'service'>,
  signal?: AbortSignal,
) => Promise<CellServers> {
  return (settings, signal) => {
    const { attached, service } = settings;
    if (attached !== undefined) return AttachedLab.attach(settings, { control: attached }, context, signal);
    if (service?.direct === true) return DirectService.start(service.origin, settings, signal);
    return BenchServers.start({ ...settings, ...(service !== undefined && { target: service.origin }) }, signal);
  };
}
