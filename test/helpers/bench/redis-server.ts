import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { temporaryFolder } from '../temporary-folder.ts';

/** A Redis of its own on a free port. `await using` ends it. */
export interface RedisServer extends AsyncDisposable {
  readonly url: string;
  /** Sends it a signal; SIGSTOP has it answer nobody until SIGCONT. */
  signal(name: NodeJS.Signals): void;
  /** Kills it, with all that it knew. */
  kill(): Promise<void>;
  /** Starts it again at the same port. */
  restart(): Promise<void>;
}

/** Starts a Redis, as the system has it, that keeps nothing on disk. */
export async function redisServer(...args: readonly string[]): Promise<RedisServer> {
  const folder = await temporaryFolder();
  const port = await freePort();
  const start = () => started(port, folder.path, args);
  let child = await start();
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'close');
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    signal: (name) => void child.kill(name),
    kill,
    restart: async () => {
      child = await start();
    },
    [Symbol.asyncDispose]: async () => {
      await kill();
      await folder[Symbol.asyncDispose]();
    },
  };
}

async function started(port: number, folder: string, args: readonly string[]): Promise<ChildProcess> {
  const command = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'];
  const child = spawn('redis-server', [...command, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(child, 'close').then(() => Promise.reject(new Error(`no Redis at port ${port}`)));
  ended.catch(() => {});
  const ready = Promise.withResolvers<void>();
  createInterface(child.stdout).on('line', (line) => {
    if (line.includes('Ready to accept connections')) ready.resolve();
  });
  await Promise.race([ready.promise, ended]);
  return child;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
