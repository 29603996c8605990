import { UsageError } from '../../lib/errors/usage-error.ts';
import { localPortCount } from '../../lib/network/local-ports.ts';
import { descriptorLimit } from '../../lib/processes/descriptor-limit.ts';

/** What a process needs beside the connections, in descriptors or ports: its own files, those of the load, some to spare. */
const SPARE = 100;

/** What the system allows; undefined where it does not tell. */
export interface SystemLimits {
  /** Files and sockets of one process. */
  readonly descriptors: number | undefined;
  /** Ports of this machine for connections to one server. */
  readonly ports: number | undefined;
}

/**
 * Makes sure that so many connections can be open at once, so that it is not found out half-way.
 *
 * @throws UsageError which says how many can be, and what to do
 */
export function checkIdle(
  count: number,
  { descriptors, ports }: SystemLimits = { descriptors: descriptorLimit(), ports: localPortCount() },
): void {
  const needed = count + SPARE;
  if (descriptors !== undefined && needed > descriptors) {
    throw new UsageError(
      `--idle ${count} needs ${needed} open files on each side, and ulimit -n allows ${descriptors}: ${possible(descriptors)}; raise ulimit -n, or lower --idle`,
    );
  }
  if (ports !== undefined && needed > ports) {
    throw new UsageError(
      `--idle ${count} needs ${needed} local ports, and this machine has ${ports}: ${possible(ports)}; widen net.ipv4.ip_local_port_range, or lower --idle`,
    );
  }
}

function possible(limit: number): string {
  return limit > SPARE ? `at most ${limit - SPARE} are possible` : 'none is possible';
}
