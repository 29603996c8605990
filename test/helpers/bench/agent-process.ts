import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { FLAGLAB } from '../run-flaglab.ts';

/** A `flaglab agent` in a process of its own. `await using` asks it to end: who is killed is thought to be there for a while. */
export interface AgentProcess extends AsyncDisposable {
  readonly pid: number;
  /** What it has printed by now, warnings too. */
  readonly said: () => string;
  /** Resolves when it has printed that. */
  readonly saying: (text: string) => Promise<void>;
  /** Sends a signal and resolves to the exit code; null when that has killed it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts an agent that waits at a Redis. */
export async function agentProcess(redis: string, name: string, ...args: readonly string[]): Promise<AgentProcess> {
  const child = spawn(
    process.execPath,
    [FLAGLAB, 'agent', '--redis', redis, '--name', name, '--exit-with-parent', ...args],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let said = '';
  const heard = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      for (const look of heard) look();
    });
  }
  const closed = once(child, 'close') as Promise<[number | null]>;
  const saying = async (text: string) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = () => said.includes(text) && resolve();
    heard.add(look);
    look();
    await Promise.race([promise, closed.then(() => Promise.reject(new Error(`the agent ended: ${said}`)))]);
    heard.delete(look);
  };
  await saying('waits for work');
  const stop = async (signal: NodeJS.Signals = 'SIGKILL') => {
    child.kill(signal);
    const [code] = await closed;
    return code;
  };
  return {
    pid: child.pid!,
    said: () => said,
    saying,
    stop,
    [Symbol.asyncDispose]: async () => void (await stop('SIGTERM')),
  };
}
