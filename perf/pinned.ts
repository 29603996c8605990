import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** The core that servers run on, and the core that clients run on: neither takes time from the other. */
export const SERVER_CORE = 0;
export const CLIENT_CORE = 1;

/** All cores but the servers': for clients of several processes. With two cores it is the clients' one. */
const OTHER_CORES = `${CLIENT_CORE}-${Math.max(CLIENT_CORE, navigator.hardwareConcurrency - 1)}`;

const FLAGLAB = new URL('../cli/main.ts', import.meta.url).pathname;

/** Whether this machine can pin a process to a core and has one for servers and one for clients. */
export const CAN_PIN = hasCommand('taskset') && navigator.hardwareConcurrency > CLIENT_CORE;

/** Whether a command is installed. */
export function hasCommand(name: string): boolean {
  try {
    execFileSync('sh', ['-c', 'command -v "$0"', name], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Starts a command on a core, or several such as `1-3`, where cores can be chosen, or on any; its stdout is to be read, its stderr is shown. */
export function spawnPinned(core: number | string | undefined, command: string, args: readonly string[]): ChildProcess {
  const pinned = CAN_PIN && core !== undefined ? ['taskset', '-c', String(core), command] : [command];
  return spawn(pinned[0]!, [...pinned.slice(1), ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Runs a contender of perf/contenders on the clients' core to its end and reads the JSON that it prints. */
export function runClient<T>(name: string, ...args: readonly (string | number)[]): Promise<T> {
  return runOn<T>(CLIENT_CORE, name, args);
}

/** Runs a contender that starts other processes, which share with it all cores but the servers'. */
export function runOnOtherCores<T>(name: string, ...args: readonly (string | number)[]): Promise<T> {
  return runOn<T>(OTHER_CORES, name, args);
}

/** Runs a contender that has its servers in threads of its own, which must not share a core with their clients. */
export function runOnAnyCore<T>(name: string, ...args: readonly (string | number)[]): Promise<T> {
  return runOn<T>(undefined, name, args);
}

/** Runs a script of perf/contenders in Python on any core to its end and reads the JSON that it prints. */
export function runPython<T>(name: string, ...args: readonly string[]): Promise<T> {
  const script = new URL(`./contenders/${name}.py`, import.meta.url).pathname;
  return answerOf<T>(name, spawnPinned(undefined, 'python3', [script, ...args]));
}

function runOn<T>(core: number | string | undefined, name: string, args: readonly (string | number)[]): Promise<T> {
  return answerOf<T>(name, spawnPinned(core, process.execPath, [contender(name), ...args.map(String)]));
}

async function answerOf<T>(name: string, child: ChildProcess): Promise<T> {
  let output = '';
  child.stdout!.on('data', (chunk) => {
    output += chunk;
  });
  const [exitCode] = (await once(child, 'close')) as [number];
  if (exitCode !== 0) throw new Error(`${name} ended with exit code ${exitCode}`);
  return JSON.parse(output) as T;
}

/** A server in a process of its own; `await using` it stops it. */
export interface ServerProcess extends AsyncDisposable {
  readonly pid: number;
  readonly url: string;
}

/** Starts a server on the servers' core and waits for the line of JSON in which it says its url. */
export function startServer(script: string, ...args: readonly string[]): Promise<ServerProcess> {
  return startServerOn(SERVER_CORE, script, ...args);
}

/** Starts a server on a core: one that stands behind the server that is measured takes no time from it on the clients'. */
export async function startServerOn(core: number, script: string, ...args: readonly string[]): Promise<ServerProcess> {
  const { urls, ...started } = await startServersOn(core, 1, script, args);
  return { ...started, url: urls[0]! };
}

/** Starts a process of so many servers, and waits until each has said its url in a line of JSON. */
async function startServersOn(
  core: number,
  count: number,
  script: string,
  args: readonly string[],
): Promise<Omit<ServerProcess, 'url'> & { readonly urls: readonly string[] }> {
  const child = spawnPinned(core, process.execPath, [script, ...args]);
  const urls: string[] = [];
  for await (const line of createInterface(child.stdout!)) {
    const { url } = JSON.parse(line) as { url?: string };
    if (url !== undefined) urls.push(url);
    if (urls.length < count) continue;
    const stop = async () => {
      child.kill();
      if (child.exitCode === null) await once(child, 'exit');
    };
    return { pid: child.pid!, urls, [Symbol.asyncDispose]: stop };
  }
  throw new Error(`${script} ended before it listened`);
}

/** The path of a script in perf/contenders. */
export function contender(name: string): string {
  return new URL(`./contenders/${name}.ts`, import.meta.url).pathname;
}

/** Starts LOCAL as `flaglab serve` does. */
export function startLocal(): Promise<ServerProcess> {
  return startLabServer('LOCAL');
}

/** LOCAL, and the control port where its page is. */
export interface LivingLab extends ServerProcess {
  readonly controlUrl: string;
}

/** Starts LOCAL and the live page as `flaglab serve` does. */
export async function startLivingLab(): Promise<LivingLab> {
  const args = ['serve', 'LOCAL', '--port', 'LOCAL=0', '--control-port', '0', '--json'];
  const { urls, ...started } = await startServersOn(SERVER_CORE, 2, FLAGLAB, args);
  return { ...started, url: urls[0]!, controlUrl: urls[1]! };
}

/** Starts the finder of characters on the web as `flaglab serve` does. */
export function startFinder(): Promise<ServerProcess> {
  return startLabServer('MOJIFINDER-WEB');
}

function startLabServer(label: string): Promise<ServerProcess> {
  return startServer(FLAGLAB, 'serve', label, '--port', `${label}=0`, '--no-control', '--json');
}

/** Starts a proxy as `flaglab proxy` does, without faults unless the options give some. */
export function startProxy(target: string, ...options: readonly string[]): Promise<ServerProcess> {
  return startServer(FLAGLAB, 'proxy', '--target', target, '--port', '0', '--no-control', '--json', ...options);
}
