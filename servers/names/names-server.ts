import { createServer, type Server, type Socket } from 'node:net';
import { at } from '../../lib/at.ts';
import type { FaultWorld } from '../faults/fault-world.ts';
import { bindServers, bindTcp } from '../http/bind-servers.ts';
import { type Listening, type ListenOptions, listeningOn } from '../http/listen.ts';
import { watchDescriptors } from '../http/watch-descriptors.ts';
import { Datagrams } from './datagrams.ts';
import { KnownNames } from './known-names.ts';
import { QuestionDesk } from './question-desk.ts';
import { TcpConnection } from './tcp-connection.ts';

/** Where a server of names listens, and what it finds. */
export interface NamesOptions extends ListenOptions {
  /** The names that it finds; default: those that the book found. */
  readonly names?: readonly string[] | undefined;
}

const clock = (): number => performance.now();

/**
 * Listens for questions of DNS by UDP and TCP, each of which meets its fate in that world. It finds the given names, and none
 * else.
 *
 * @throws ListenError when the port is taken or the address is not to be had; UsageError for what is no domain name
 */
export async function serveNames(world: FaultWorld, options: NamesOptions): Promise<Listening> {
  const names = new KnownNames(options.names);
  const bound = await bindServers(
    {
      create: () => new NamesEndpoint(world, names, options),
      bind: (endpoint, port, host) => endpoint.bind(port, host),
      stop: (endpoint, graceMs) => endpoint.stop(graceMs),
    },
    options,
  );
  return listeningOn(bound, { port: bound.port, url: `dns://${bound.hostname}:${bound.port}` });
}

/** One address, with one port for both protocols. */
class NamesEndpoint {
  readonly #desk: QuestionDesk;
  readonly #datagrams: Datagrams;
  readonly #server: Server;
  readonly #connections = new Map<Socket, TcpConnection>();

  constructor(world: FaultWorld, names: KnownNames, { onDescriptorsUsedUp }: NamesOptions) {
    const closed = world.recorder.connectionClosed;
    this.#desk = new QuestionDesk(world, names);
    this.#datagrams = new Datagrams(this.#desk, closed);
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      this.#connections.set(socket, new TcpConnection(socket, this.#desk, closed));
      socket.on('close', () => this.#connections.delete(socket));
    });
    if (onDescriptorsUsedUp !== undefined) watchDescriptors(this.#server, onDescriptorsUsedUp);
  }

  /** Binds both, and resolves to their port; rejects where one cannot be bound. */
  async bind(port: number, host: string): Promise<number> {
    const bound = await bindTcp(this.#server, port, host);
    try {
      await this.#datagrams.bind(bound, host);
    } catch (error) {
      this.#server.close();
      throw error;
    }
    return bound;
  }

  /** Takes no more questions, lets those that wait be answered for so many milliseconds, then closes. */
  async stop(graceMs: number): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#datagrams.stopReceiving();
    for (const connection of this.#connections.values()) connection.end();
    const { promise: tooLong, resolve: giveUp } = Promise.withResolvers<void>();
    const cancel = at(clock() + graceMs, clock, giveUp);
    await Promise.race([tooLong, Promise.all([this.#desk.idle(), closed])]);
    cancel();
    this.#desk.abandon();
    this.#datagrams.close();
    for (const socket of this.#connections.keys()) socket.destroy();
    await closed;
  }
}
