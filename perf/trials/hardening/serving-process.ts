import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const CLI = new URL('../../../bin/flaglab.js', import.meta.url).pathname;

/** A command that serves, in a process of its own. */
export interface ServingProcess {
  /** Its ports by label; that of the control API is CONTROL. */
  readonly ports: ReadonlyMap<string, number>;
  /** What it said of errors so far. */
  readonly stderr: () => string;
  /** What it holds now. */
  readonly usage: () => ProcessUsage;
  /** Resolves to its exit code. */
  stop(): Promise<number | null>;
}

/** What a process holds. */
export interface ProcessUsage {
  readonly residentMb: number;
  readonly files: number;
}

/** Starts `flaglab` with these arguments, and waits until its servers are there. Linux alone tells what it holds. */
export async function startServing(...args: readonly string[]): Promise<ServingProcess> {
  const given = [CLI, ...args, '--json', '--exit-with-parent'];
  const child = spawn(process.execPath, given, { stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ports = new Map<string, number>();
  for await (const line of createInterface(child.stdout)) {
    const { type, label = 'CONTROL', url } = JSON.parse(line) as { type: string; label?: string; url?: string };
    if (url !== undefined) ports.set(label, Number(/:(\d+)$/.exec(url)![1]));
    if (type === 'ready') break;
  }
  child.stdout.resume();
  const stop = async () => {
    child.kill();
    return (await once(child, 'close'))[0] as number | null;
  };
  return { ports, stderr: () => stderr, usage: () => usageOf(child.pid!), stop };
}

function usageOf(pid: number): ProcessUsage {
  const [, resident] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!;
  return { residentMb: Number(resident) / 1024, files: readdirSync(`/proc/${pid}/fd`).length };
}
