import { createServer, type Server, type Socket } from 'node:net';
import { at } from '../../../lib/at.ts';
import type { FaultWorld } from '../../faults/fault-world.ts';
import { bindServers, bindTcp } from '../../http/bind-servers.ts';
import { type Listening, type ListenOptions, listeningOn } from '../../http/listen.ts';
import { watchDescriptors } from '../../http/watch-descriptors.ts';
import { Finder } from '../characters/finder.ts';
import { Session } from './session.ts';

const clock = (): number => performance.now();

/**
 * Listens for lines of words, such as telnet and netcat send, and answers each with the characters whose names have all of
 * them. It listens before its index is built; what is asked before waits.
 */
export async function serveFinderOnTcp(world: FaultWorld, options: ListenOptions): Promise<Listening> {
  const finder = new Finder();
  const sessions = new Map<Socket, Session>();
  const create = () => {
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      sessions.set(socket, new Session({ world, finder, socket }));
      socket.once('close', () => sessions.delete(socket));
    });
    if (options.onDescriptorsUsedUp !== undefined) watchDescriptors(server, options.onDescriptorsUsedUp);
    return server;
  };
  const stop = async (server: Server, graceMs: number) => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const session of sessions.values()) session.end();
    const cancel = at(clock() + graceMs, clock, () => {
      for (const socket of sessions.keys()) socket.destroy();
    });
    await closed;
    cancel();
  };
  try {
    const bound = await bindServers({ create, bind: bindTcp, stop }, options);
    const listening = listeningOn(bound, { port: bound.port, url: `tcp://${bound.hostname}:${bound.port}` });
    const close = async (graceMs?: number) => {
      await listening.close(graceMs);
      await finder.close();
    };
    return { ...listening, close };
  } catch (error) {
    await finder.close();
    throw error;
  }
}
