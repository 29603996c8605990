import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const FLAGLAB = fileURLToPath(new URL('../bin/flaglab.js', import.meta.url));

/** An agent of this machine, in a process of its own. Disposing of it asks it to end, and waits until it has. */
export interface StartedAgent extends AsyncDisposable {
  /** Resolves with its exit code, or the signal that killed it, when it has ended. */
  readonly ended: Promise<[code: number | null, signal: NodeJS.Signals | null]>;
}

/**
 * Starts an agent. It ends as this process does, however that ends.
 *
 * @param onLine called with each line that it prints of what it does, or of what is wrong
 */
export function startAgent(name: string, redis: string, onLine: (line: string) => void): StartedAgent {
  const args = [FLAGLAB, 'agent', '--redis', redis, '--name', name, '--exit-with-parent'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', onLine);
  const ended = once(child, 'close') as StartedAgent['ended'];
  return {
    ended,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
