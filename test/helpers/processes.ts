import { readdirSync, readFileSync } from 'node:fs';

/** A process that runs; one that has ended but was not yet waited for does not. */
export interface RunningProcess {
  readonly pid: number;
  readonly parentPid: number;
  /** Its arguments, with spaces between. */
  readonly command: string;
}

/** All processes of this machine, from Linux's /proc. */
export function runningProcesses(): RunningProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => describe(Number(name)) ?? []);
}

/** The processes that this one has started and that still run. */
export function childrenOf(pid: number): RunningProcess[] {
  return runningProcesses().filter(({ parentPid }) => parentPid === pid);
}

function describe(pid: number): RunningProcess | undefined {
  try {
    // "pid (name) state parent …", where the name can hold anything.
    const [state, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return state === 'Z' ? undefined : { pid, parentPid: Number(parent), command };
  } catch {
    return undefined; // It ended in between.
  }
}
