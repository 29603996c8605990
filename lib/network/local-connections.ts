import { readFile } from 'node:fs/promises';

/** The connections of this machine by the ports of their ends: the number of the file that each belongs to, 0 for none. */
export interface LocalConnections {
  readonly inodes: ReadonlyMap<string, number>;
}

/** The ports of a connection, as a socket has them. */
interface Ports {
  readonly localPort?: number | undefined;
  readonly remotePort?: number | undefined;
}

/** One row: the addresses and ports of its two ends in hexadecimal, and after the eighth column the file. */
const ROW = /^\s*\d+: [\dA-F]+:([\dA-F]{4}) [\dA-F]+:([\dA-F]{4})(?:\s+\S+){6}\s+(\d+)/gm;

/** Reads Linux's tables of connections; undefined where they cannot be read. */
export async function readConnections(): Promise<LocalConnections | undefined> {
  try {
    const tables = await Promise.all(['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8')));
    const inodes = new Map<string, number>();
    for (const [, local, remote, inode] of tables.join('').matchAll(ROW)) {
      const key = keyOf(Number.parseInt(local!, 16), Number.parseInt(remote!, 16));
      inodes.set(key, Math.max(Number(inode), inodes.get(key) ?? 0));
    }
    return { inodes };
  } catch {
    return undefined;
  }
}

/** Whether a program still holds the other end of a connection between two ends of this machine. */
export function hasOwner({ inodes }: LocalConnections, { remotePort = 0, localPort = 0 }: Ports): boolean {
  return (inodes.get(keyOf(remotePort, localPort)) ?? 0) > 0;
}

function keyOf(localPort: number, remotePort: number): string {
  return `${localPort} ${remotePort}`;
}
