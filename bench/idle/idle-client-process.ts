import type { IdleConnections, IdleKind } from '../../clients/idle/idle-kind.ts';
import { KeepAliveConnections } from '../../clients/idle/keep-alive.ts';
import { WebSockets } from '../../clients/idle/web-sockets.ts';
import { gather } from '../../lib/concurrency/gather.ts';
import { LabError } from '../../lib/errors/lab-error.ts';
import { networkReason } from '../../lib/network/network-reason.ts';
import { answerParent } from '../experiment/processes/answer-parent.ts';
import type { IdleServerUrls } from './idle-server-process.ts';
import { settledMemoryBytes } from './settled-memory.ts';

/** How many are being opened at once: so few that no queue of the system overflows. */
const AT_ONCE = 50;

/** How long one may take, in milliseconds: a server that is busy with the others is waited for. */
const TIMEOUT_MS = 10_000;

/** What is asked for on a connection that is kept. */
const PATH = '/flags/br/br.gif';

/** What the process of the client can be asked to do. */
export interface IdleClientCalls {
  /** Loads what it needs to open connections of that kind. */
  prepare(kind: IdleKind, urls: IdleServerUrls): Promise<void>;
  /** Opens so many more, and resolves when all of them are silent. */
  open(count: number): Promise<void>;
  /** How many are open. */
  openCount(): Promise<number>;
  /** Its memory, as {@link settledMemoryBytes} has it. */
  memoryBytes(): Promise<number>;
}

let connections: IdleConnections;

answerParent<IdleClientCalls>({
  async prepare(kind, { url, webSocketUrl }) {
    connections =
      kind === 'keep-alive'
        ? new KeepAliveConnections(`${url}${PATH}`, TIMEOUT_MS)
        : new WebSockets(webSocketUrl, TIMEOUT_MS);
  },
  async open(count) {
    let left = count;
    const openInTurn = async (signal: AbortSignal) => {
      while (left-- > 0 && !signal.aborted) await connections.open();
    };
    try {
      await gather(Array.from({ length: Math.min(AT_ONCE, count) }, () => openInTurn));
    } catch (cause) {
      const why = cause instanceof Error ? networkReason(cause) : String(cause);
      throw new LabError(`after ${connections.openCount} connections the next one failed: ${why}`, { cause });
    }
  },
  openCount: async () => connections.openCount,
  memoryBytes: settledMemoryBytes,
});
