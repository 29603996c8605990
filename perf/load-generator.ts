import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { CAN_PIN, CLIENT_CORE, hasCommand, runClient } from './pinned.ts';

const run = promisify(execFile);

/** So many connections ask at once. */
export const CONNECTIONS = 64;

const SECONDS = 3;

/** Who asks servers for as much as they can: wrk where it is installed, else a client of perf/contenders. */
export const LOAD_CLIENT = hasCommand('wrk') ? 'wrk' : 'raw-load';

/** How many answers to GET a server gives in a second. */
export async function answersPerSecond(url: string): Promise<number> {
  if (LOAD_CLIENT === 'wrk') return requestsPerSecond('wrk', ['-t1', `-c${CONNECTIONS}`, `-d${SECONDS}s`, url]);
  return (await runClient<{ perSecond: number }>(LOAD_CLIENT, url, CONNECTIONS, SECONDS)).perSecond;
}

/** Runs wrk or hey on the clients' core: both print a line `Requests/sec: N`. */
export async function requestsPerSecond(command: string, args: readonly string[]): Promise<number> {
  const pinned = CAN_PIN ? ['taskset', '-c', String(CLIENT_CORE), command] : [command];
  const { stdout } = await run(pinned[0]!, [...pinned.slice(1), ...args]);
  return Number(/Requests\/sec:\s*([\d.]+)/.exec(stdout)?.[1]);
}
