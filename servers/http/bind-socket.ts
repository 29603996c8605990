import { once } from 'node:events';
import { lstat, unlink } from 'node:fs/promises';
import { connect, type Server } from 'node:net';
import { ListenError } from '../../lib/errors/listen-error.ts';
import { messageOf } from '../../lib/errors/message-of.ts';
import { BACKLOG, type Bindable } from './bind-servers.ts';
import { type OnOff, onOff } from './on-off.ts';

/** Which Unix socket a server is bound to. */
export interface SocketOptions {
  /** For messages only. */
  readonly label: string;
  /** The path of its file. */
  readonly socket: string;
}

/**
 * Binds a server to a Unix socket. The file of one that has ended without removing it is removed; when the server stops its own
 * is too.
 *
 * @throws ListenError when somebody listens there, there is a file that is no socket, or the path is not to be had
 */
export async function bindSocket(
  { create, stop }: Pick<Bindable<Server>, 'create' | 'stop'>,
  { label, socket }: SocketOptions,
): Promise<OnOff> {
  const bind = async () => {
    const server = create();
    try {
      await removeStale(socket);
      server.listen({ path: socket, backlog: BACKLOG });
      await once(server, 'listening');
    } catch (cause) {
      throw new ListenError(`${label} cannot listen on unix:${socket}: ${reasonOf(cause)}`, { cause, socket });
    }
    return { stop: (graceMs: number) => stop(server, graceMs) };
  };
  return onOff(label, await bind(), bind);
}

function reasonOf(cause: unknown): string {
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return 'somebody listens there already';
  if (code === 'ENOENT' || code === 'EACCES') return 'there is no such folder, or no right to write to it';
  return messageOf(cause);
}

/** Removes a socket's file that nobody listens on; leaves everything else, which then cannot be bound to. */
async function removeStale(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) return;
  if (!found.isSocket()) throw new ListenError('there is a file that is no socket');
  if (!(await answers(path))) await unlink(path);
}

async function answers(path: string): Promise<boolean> {
  const socket = connect({ path });
  try {
    await once(socket, 'connect');
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ECONNREFUSED';
  } finally {
    socket.destroy();
  }
}
