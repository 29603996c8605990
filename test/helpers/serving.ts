import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { FLAGLAB } from './run-flaglab.ts';

/** A `flaglab serve --json` that is ready. `await using` stops it. */
export interface Serving extends AsyncDisposable {
  /** By label, CONTROL among them. */
  readonly urls: Readonly<Record<string, string>>;
  /** What it told so far, as JSON. */
  readonly events: readonly { readonly type: string; readonly [field: string]: unknown }[];
  readonly stderr: () => string;
  readonly pid: number;
  /** Sends a signal and resolves to the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts servers on free ports, as a user would. */
export async function serving(
  labels: readonly string[],
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<Serving> {
  const ports = labels.flatMap((label) => ['--port', `${label}=0`]);
  const command = [FLAGLAB, 'serve', ...labels, ...ports, '--control-port', '0', '--json', ...args];
  const child = spawn(process.execPath, command, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const urls: Record<string, string> = {};
  const events: { type: string; [field: string]: unknown }[] = [];
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ready = Promise.withResolvers<void>();
  createInterface(child.stdout).on('line', (line) => {
    const event = JSON.parse(line);
    events.push(event);
    if (event.type === 'listening') urls[event.label] = event.url;
    if (event.type === 'control') urls.CONTROL = event.url;
    if (event.type === 'ready') ready.resolve();
  });
  const closed = once(child, 'close') as Promise<[number | null]>;
  await Promise.race([ready.promise, closed.then(() => Promise.reject(new Error(`serve ended: ${stderr}`)))]);
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal);
    const [code] = await closed;
    return code;
  };
  return {
    urls,
    events,
    stderr: () => stderr,
    pid: child.pid!,
    stop,
    [Symbol.asyncDispose]: async () => void (await stop()),
  };
}
