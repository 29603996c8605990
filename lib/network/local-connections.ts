import { readFile } from 'node:fs/promises';

/** Connections of this machine by the ports of their ends: the number of the file that each belongs to, 0 for none. */
export interface LocalConnections {
  readonly inodes: ReadonlyMap<string, number>;
}

/** The ports of a connection, as a socket has them. */
interface Ports {
  readonly localPort?: number | undefined;
  readonly remotePort?: number | undefined;
}

/**
 * Reads Linux's tables of connections; undefined where they cannot be read.
 *
 * @param remotePorts the ports that those lead to which are wanted: there may be thousands of others
 */
export async function readConnections(remotePorts: Iterable<number>): Promise<LocalConnections | undefined> {
  try {
    const rows = rowsTo(remotePorts);
    const tables = await Promise.all(['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8')));
    const inodes = new Map<string, number>();
    for (const [, local, remote, inode] of tables.join('').matchAll(rows)) {
      const key = keyOf(Number.parseInt(local!, 16), Number.parseInt(remote!, 16));
      inodes.set(key, Math.max(Number(inode), inodes.get(key) ?? 0));
    }
    return { inodes };
  } catch {
    return undefined;
  }
}

/** What finds their rows: the addresses and ports of the two ends in hexadecimal, and after the eighth column the file. */
function rowsTo(remotePorts: Iterable<number>): RegExp {
  const ports = Array.from(remotePorts, (port) => port.toString(16).toUpperCase().padStart(4, '0'));
  return new RegExp(`^ *\\d+: [\\dA-F]+:([\\dA-F]{4}) [\\dA-F]+:(${ports.join('|')}) (?:\\S+ +){6}(\\d+)`, 'gm');
}

/** Whether a program still holds the other end of a connection between two ends of this machine. */
export function hasOwner({ inodes }: LocalConnections, { remotePort = 0, localPort = 0 }: Ports): boolean {
  return (inodes.get(keyOf(remotePort, localPort)) ?? 0) > 0;
}

function keyOf(localPort: number, remotePort: number): string {
  return `${localPort} ${remotePort}`;
}
