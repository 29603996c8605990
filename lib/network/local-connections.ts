import { type FileHandle, open } from 'node:fs/promises';

/** Connections of this machine that a program holds, by the ports of their ends. */
export interface LocalConnections {
  readonly owned: ReadonlySet<number>;
}

/** The ports of a connection, as a socket has them. */
interface Ports {
  readonly localPort?: number | undefined;
  readonly remotePort?: number | undefined;
}

/** So much is read at once; Linux gives a page of a table at a time. */
const BUFFER_BYTES = 16_384;

const TABLES = ['/proc/net/tcp', '/proc/net/tcp6'];

/**
 * Reads Linux's tables of connections; undefined where they cannot be read.
 *
 * @param remotePorts the ports that those lead to which are wanted: there may be thousands of others
 */
export async function readConnections(remotePorts: Iterable<number>): Promise<LocalConnections | undefined> {
  const rows = rowsTo(remotePorts);
  const owned = new Set<number>();
  try {
    for (const table of TABLES) {
      await using file = await open(table);
      for await (const text of linesOf(file)) {
        for (const [, local, remote] of text.matchAll(rows)) {
          owned.add(keyOf(Number.parseInt(local!, 16), Number.parseInt(remote!, 16)));
        }
      }
    }
    return { owned };
  } catch {
    return undefined;
  }
}

/**
 * The lines of a file, some at a time. With thousands of connections a table has megabytes, and it is read again and again
 * just when they all end: in one piece it would be what the process holds most of.
 */
async function* linesOf(file: FileHandle): AsyncGenerator<string> {
  const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  let begun = '';
  for (;;) {
    const { bytesRead } = await file.read(buffer, 0, BUFFER_BYTES, null);
    if (bytesRead === 0) break;
    const text = begun + buffer.toString('latin1', 0, bytesRead);
    const end = text.lastIndexOf('\n') + 1;
    begun = text.slice(end);
    yield text.slice(0, end);
  }
  yield begun;
}

/** What finds their rows: the addresses and ports of the two ends in hexadecimal, and after the eighth column the file, 0 for none. */
function rowsTo(remotePorts: Iterable<number>): RegExp {
  const ports = Array.from(remotePorts, (port) => port.toString(16).toUpperCase().padStart(4, '0'));
  return new RegExp(`^ *\\d+: [\\dA-F]+:([\\dA-F]{4}) [\\dA-F]+:(${ports.join('|')}) (?:\\S+ +){6}[1-9]`, 'gm');
}

/** Whether a program still holds the other end of a connection between two ends of this machine. */
export function hasOwner({ owned }: LocalConnections, { remotePort = 0, localPort = 0 }: Ports): boolean {
  return owned.has(keyOf(remotePort, localPort));
}

function keyOf(localPort: number, remotePort: number): number {
  return localPort * 65_536 + remotePort;
}
