import { randomUUID } from 'node:crypto';
import { isNohup } from './started-by/is-nohup.ts';
import type { CommandContext, Signals } from './terminal/command-context.ts';

/** What this process offers a command. No other file of cli/ asks the process, or its clocks. */
export function processContext(): CommandContext {
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    args: process.argv.slice(2),
    env: process.env,
    clock: { nowMs: () => performance.now(), date: () => new Date(), every: (ms, call) => setInterval(call, ms) },
    signals: isNohup() ? signalsButHangUp() : process,
    pid: process.pid,
    parentPid: () => process.ppid,
    nodeVersion: process.version,
    newId: randomUUID,
    terminate: () => void process.kill(process.pid, 'SIGTERM'),
    exit: (code) => process.exit(code),
  };
}

/** The hangup does nothing: neither to the process, nor to a command that listens for it. */
function signalsButHangUp(): Signals {
  process.on('SIGHUP', () => {});
  return {
    on: (name, listener) => name === 'SIGHUP' || process.on(name, listener),
    off: (name, listener) => process.off(name, listener),
  };
}
