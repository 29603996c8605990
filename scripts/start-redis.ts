import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Somebody else may take a port between its choice and its use. */
const TRIES = 5;

/** A Redis of this machine's own. Disposing of it ends it, and what it held is gone. */
export interface StartedRedis extends AsyncDisposable {
  readonly url: string;
  /** Sends it a signal; SIGSTOP has it answer nobody until SIGCONT. */
  signal(name: NodeJS.Signals): void;
  /** Kills it, with all that it knew. */
  kill(): Promise<void>;
  /** Starts it again at the same port. */
  restart(): Promise<void>;
}

/** How a Redis is started. */
export interface RedisOptions {
  /** The address that it listens on; default: loopback's. */
  readonly host?: string;
  /** The port to take where it is free; default: any free one. */
  readonly port?: number;
  /** The files of its key and its certificate, with which it speaks TLS alone; absent: it speaks none. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** More options of its own. */
  readonly args?: readonly string[];
  /** Wraps the command that starts it; default: it stays as it is. */
  readonly on?: (command: readonly string[]) => readonly string[];
}

type Start = (port: number) => Promise<ChildProcess>;

/**
 * Starts Redis on a free port. It keeps nothing on disk, and no terminal's Ctrl-C ends it before those who use it.
 *
 * @throws Error with the code ENOENT where there is none on this machine, and where it does not start
 */
export async function startRedis({
  host = '127.0.0.1',
  port: wanted,
  tls,
  args = [],
  on = (command) => command,
}: RedisOptions = {}): Promise<StartedRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'flaglab-redis-'));
  const start: Start = (port) => {
    const listens = tls === undefined ? ['--port', String(port)] : ['--port', '0', '--tls-port', String(port)];
    const secret = tls && ['--tls-key-file', tls.key, '--tls-cert-file', tls.cert, '--tls-auth-clients', 'no'];
    const own = ['--bind', host, '--dir', folder, '--save', '', ...(secret ?? []), ...args];
    return started(on(['redis-server', ...listens, ...own]));
  };
  const remove = () => rm(folder, { recursive: true, force: true });
  const first = await onFreePort(start, wanted).catch(async (error) => {
    await remove();
    throw error;
  });
  const { port } = first;
  let { child } = first;
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'close');
  };
  return {
    url: `${tls === undefined ? 'redis' : 'rediss'}://${host}:${port}`,
    signal: (name) => void child.kill(name),
    kill,
    restart: async () => {
      child = await start(port);
    },
    [Symbol.asyncDispose]: async () => {
      await kill();
      await remove();
    },
  };
}

async function onFreePort(start: Start, wanted?: number): Promise<{ port: number; child: ChildProcess }> {
  for (let tries = 1; ; tries++) {
    const port = tries === 1 && wanted !== undefined ? wanted : await freePort();
    try {
      return { port, child: await start(port) };
    } catch (error) {
      if (tries === TRIES || (error as NodeJS.ErrnoException).code === 'ENOENT') throw error;
    }
  }
}

async function started([file = '', ...args]: readonly string[]): Promise<ChildProcess> {
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
  const ended = once(child, 'close').then(() => Promise.reject(new Error('redis-server does not start')));
  ended.catch(() => {});
  const ready = Promise.withResolvers<void>();
  child.once('error', ready.reject);
  createInterface(child.stdout).on('line', (line) => {
    if (line.includes('Ready to accept connections')) ready.resolve();
  });
  await Promise.race([ready.promise, ended]);
  return child;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
