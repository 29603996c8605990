import type { Server, Socket } from 'node:net';
import { descriptorLimit } from '../../lib/processes/descriptor-limit.ts';

/** A socket's handle names its descriptor, but on Windows, which has no such limit. */
type WithHandle = Socket & { readonly _handle?: { readonly fd?: number } | null };

/**
 * Calls `onUsedUp` with the limit whenever a connection takes the last descriptor that this process may have. The system
 * gives out the lowest that is free, so then there is none left, and connections are dropped from now on: Node hears
 * nothing of those. Where the limit is not known nothing happens.
 */
export function watchDescriptors(server: Server, onUsedUp: (limit: number) => void): void {
  const limit = descriptorLimit();
  if (limit === undefined) return;
  server.on('connection', (socket: WithHandle) => {
    if (socket._handle?.fd === limit - 1) onUsedUp(limit);
  });
}
