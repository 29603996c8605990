import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import { isNohup } from './started-by/is-nohup.ts';
import type { CommandContext, Signals } from './terminal/command-context.ts';

/** Where the program that starts this one has kept who had started it, before the sources were loaded. */
const FIRST_PARENT = Symbol.for('flaglab.parent');

/** Whether a hangup has come that was to be ignored. */
let hungUp = false;

/** What this process offers a command. No other file of cli/ asks the process, or its clocks. */
export function processContext(): CommandContext {
  const firstParentPid = (process as { [FIRST_PARENT]?: number })[FIRST_PARENT] ?? process.ppid;
  const isUnhanged = isNohup(process.env, firstParentPid);
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    args: process.argv.slice(2),
    env: process.env,
    readLine,
    clock: { nowMs: () => performance.now(), date: () => new Date(), every: (ms, call) => setInterval(call, ms) },
    signals: isUnhanged ? signalsButHangUp() : process,
    hasOutlivedTerminal: () => hungUp,
    pid: process.pid,
    parentPid: () => process.ppid,
    firstParentPid,
    nodeVersion: process.version,
    newId: randomUUID,
    terminate: () => void process.kill(process.pid, 'SIGTERM'),
    exit: (code) => process.exit(code),
  };
}

/** What is read before somebody has read from stdin keeps no process alive afterwards. */
async function readLine(): Promise<string | undefined> {
  // Not as a terminal: its own line editing would keep Ctrl-C from the process.
  using lines = createInterface({ input: process.stdin, terminal: false });
  for await (const line of lines) return line;
  return undefined;
}

/** The hangup does nothing: neither to the process, nor to a command that listens for it. */
function signalsButHangUp(): Signals {
  process.on('SIGHUP', () => {
    hungUp = true;
  });
  return {
    on: (name, listener) => name === 'SIGHUP' || process.on(name, listener),
    off: (name, listener) => process.off(name, listener),
  };
}
