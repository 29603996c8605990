import type { CannedAnswer, Respond } from '../answers/answer.ts';
import type { ReadWorldOptions } from '../faults/open-world.ts';
import type { Listening, ListenOptions } from '../http/listen.ts';
import type { RoomOptions, RoomSeats } from '../room/room-seats.ts';
import { openServer } from './open-server.ts';
import { profileFor } from './profile-for.ts';
import { type ServerCalls, serverCalls } from './server-calls.ts';
import { serving } from './systems.ts';

/** A server's options, and where it listens. */
export interface RunningServerOptions extends ReadWorldOptions {
  readonly label: string;
  readonly port: number;
  readonly host?: string | undefined;
  /** As in {@link ListenOptions}. */
  readonly allowHosts?: readonly string[] | undefined;
  /** The room that it is for; default none. */
  readonly room?: RoomOptions | undefined;
  /** As in {@link ServeOptions}. */
  readonly names?: readonly string[] | undefined;
  /** As in {@link ServeOptions}. */
  readonly livePage?: string | undefined;
  /** As in {@link ServeOptions}. */
  readonly respond?: Respond | CannedAnswer | undefined;
  /** As in {@link ListenOptions}. */
  readonly onDescriptorsUsedUp?: (limit: number) => void;
}

/**
 * A server that listens, in this thread or another: the same calls either way. `await using` closes it.
 *
 * @example
 * ```ts
 * import { type RunningServer, startLab } from 'flaglab';
 * await using lab = await startLab({ LOCAL: {} });
 * const server: RunningServer = lab.server('local');
 * console.log(server.label, server.url === `http://localhost:${server.port}`); // LOCAL true
 * ```
 */
export interface RunningServer extends ServerCalls, AsyncDisposable {
  readonly label: string;
  /** 0 where it listens on a Unix socket. */
  readonly port: number;
  /** Such as `http://localhost:8000`. */
  readonly url: string;
}

/** Starts the server of a label in this thread. */
export async function startServer(options: RunningServerOptions): Promise<RunningServer> {
  const { world, seats } = await openServer(options);
  const serve = await serving(options);
  return runningServer(world, await serve(world, options), seats);
}

/**
 * A server that listens in this thread.
 *
 * @param seats those of its room, where it is for one
 */
export function runningServer(
  server: Parameters<typeof serverCalls>[0],
  listening: Listening,
  seats?: RoomSeats,
): RunningServer {
  const { label } = server;
  const { port, url } = listening;
  const { setProfile, ...calls } = serverCalls(server, listening, seats);
  return {
    label,
    port,
    url,
    ...calls,
    setFaults: async (faults, schedule) => setProfile(profileFor(label, faults, schedule), schedule),
    [Symbol.asyncDispose]: () => calls.close(),
  };
}
