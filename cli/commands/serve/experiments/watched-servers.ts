import type { BenchServers } from '../../../../bench/experiment/servers/bench-servers.ts';
import type { CellServers } from '../../../../bench/experiment/servers/cell-servers.ts';
import type { RequestRecord } from '../../../../lib/request-record.ts';

/** Who wants to know when cells begin and end on servers. */
export interface CellWatch {
  /** The run of a cell has begun, which its client's first request follows. */
  begun(): void;
  /** It is over, and its server has seen that. */
  over(records: readonly RequestRecord[]): void;
}

/** The servers of a bench, whose runs are watched. */
export function watchedServers(servers: BenchServers, watch: CellWatch): CellServers {
  return {
    baseUrl: (label) => servers.baseUrl(label),
    warmUpUrl: servers.warmUpUrl,
    control: () => servers.control(),
    begin: async (label) => {
      await servers.begin(label);
      watch.begun();
    },
    end: async (label, run) => {
      const seen = await servers.end(label, run);
      watch.over(seen.records);
      return seen;
    },
    [Symbol.asyncDispose]: () => servers[Symbol.asyncDispose](),
  };
}
