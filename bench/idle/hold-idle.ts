import type { IdleKind } from '../../clients/idle/idle-kind.ts';
import { sleep } from '../../lib/concurrency/sleep.ts';
import { LabError } from '../../lib/errors/lab-error.ts';
import { siblingModule } from '../../lib/package/sibling-module.ts';
import { Child } from '../experiment/processes/child-process.ts';
import type { IdleClientCalls } from './idle-client-process.ts';
import { type HeldIdle, latencyBeside, type MemoryLevel, sideMemory } from './idle-result.ts';
import type { IdleServerCalls, IdleServerUrls } from './idle-server-process.ts';
import { LoadRounds } from './load-rounds.ts';

/** How many rounds of the load there are with the connections, and as many without: half before them, half after. */
const ROUNDS = 10;

/** Rounds that do not count: the server compiles what it needs for the others. */
const WARM_UP_ROUNDS = 3;

/** At how many levels the memory is looked at, the last of them with all connections. */
const LEVELS = 10;

/** How often, and how many milliseconds apart, the server is asked whether it has noticed what the client did. */
const NOTICE_LOOKS = 250;
const NOTICE_LOOK_MS = 20;

/** How connections are watched and let go. */
export interface IdleContext {
  /** Told what is being done. */
  readonly tell?: (text: string) => void;
  /** Ends the processes, and so closes all connections. */
  readonly signal?: AbortSignal;
}

/**
 * Opens so many connections of one kind to LOCAL and holds them open. Server, client and load have each a process of its
 * own, and so a memory of its own.
 *
 * @throws LabError when a process dies, a connection cannot be opened or does not stay open, or a request of the load fails
 */
export async function holdIdle(kind: IdleKind, connections: number, context: IdleContext = {}): Promise<HeldIdle> {
  const { signal } = context;
  await using server = new Child<IdleServerCalls>(
    'the process of LOCAL',
    siblingModule(import.meta.url, './idle-server-process'),
    signal,
  );
  const urls = await server.ask((calls) => calls.start());
  try {
    return await measure(kind, connections, server, urls, context);
  } catch (cause) {
    // Where the server has died, that is why; else it answers, and the cause stands.
    await server.ask((calls) => calls.connectionCount());
    throw cause;
  }
}

async function measure(
  kind: IdleKind,
  connections: number,
  server: Child<IdleServerCalls>,
  urls: IdleServerUrls,
  { tell = () => {}, signal }: IdleContext,
): Promise<HeldIdle> {
  await using load = await LoadRounds.start(urls.url, signal);
  tell(`${kind}: asking LOCAL without them`);
  await load.p99sMs(WARM_UP_ROUNDS);
  const before = await load.p99sMs(ROUNDS / 2);
  const held = await (async () => {
    await using client = new Child<IdleClientCalls>(
      'the process of the client',
      siblingModule(import.meta.url, './idle-client-process'),
      signal,
    );
    await client.ask((calls) => calls.prepare(kind, urls));
    const levels = await openAll(kind, connections, server, client, tell);
    tell(`${kind}: asking LOCAL beside ${connections} of them`);
    const beside = await load.p99sMs(ROUNDS);
    await requireOpen(kind, connections, server, client);
    return { levels, beside };
  })();
  tell(`${kind}: asking LOCAL without them again`);
  await noticed(server, (count) => count === 0);
  const after = await load.p99sMs(ROUNDS / 2);
  return {
    kind,
    connections,
    server: sideMemory(held.levels.map(({ server: side }) => side)),
    client: sideMemory(held.levels.map(({ client: side }) => side)),
    latency: latencyBeside(before, held.beside, after),
  };
}

interface Levels {
  readonly server: MemoryLevel;
  readonly client: MemoryLevel;
}

/** Opens the connections level by level. Resolves with the memory of both sides at each, without any of them first. */
async function openAll(
  kind: IdleKind,
  connections: number,
  server: Child<IdleServerCalls>,
  client: Child<IdleClientCalls>,
  tell: (text: string) => void,
): Promise<Levels[]> {
  const levels: Levels[] = [];
  let open = 0;
  const look = async () => {
    const bytes = {
      server: await server.ask((calls) => calls.memoryBytes()),
      client: await client.ask((calls) => calls.memoryBytes()),
    };
    levels.push({
      server: { connections: open, bytes: bytes.server },
      client: { connections: open, bytes: bytes.client },
    });
  };
  await look();
  for (const level of levelsOf(connections)) {
    tell(`${kind}: opening ${level} of ${connections}`);
    await client.ask((calls) => calls.open(level - open));
    open = level;
    await noticed(server, (count) => count >= level);
    await look();
  }
  return levels;
}

/** How many connections are open at each level: equally far apart, as far as whole numbers are. */
function levelsOf(connections: number): number[] {
  const levels = Math.min(LEVELS, connections);
  return Array.from({ length: levels }, (_, i) => Math.round(((i + 1) * connections) / levels));
}

/** A figure of connections that were not there would be none. */
async function requireOpen(
  kind: IdleKind,
  connections: number,
  server: Child<IdleServerCalls>,
  client: Child<IdleClientCalls>,
): Promise<void> {
  const ofClient = await client.ask((calls) => calls.openCount());
  const ofServer = await server.ask((calls) =>
    kind === 'WebSocket' ? calls.webSocketCount() : calls.connectionCount(),
  );
  const open = Math.min(ofClient, ofServer);
  if (open < connections) {
    throw new LabError(`of ${connections} ${kind} connections ${open} were open at the end: the others were closed`);
  }
}

/** Waits until the server has noticed what its client did, or for five seconds. */
async function noticed(server: Child<IdleServerCalls>, isSo: (connections: number) => boolean): Promise<void> {
  for (let looks = 0; looks < NOTICE_LOOKS; looks++) {
    if (isSo(await server.ask((calls) => calls.connectionCount()))) return;
    await sleep(NOTICE_LOOK_MS);
  }
}
