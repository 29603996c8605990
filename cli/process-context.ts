import { randomUUID } from 'node:crypto';
import type { CommandContext } from './terminal/command-context.ts';

/** What this process offers a command. No other file of cli/ asks the process, or its clocks. */
export function processContext(): CommandContext {
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    args: process.argv.slice(2),
    env: process.env,
    clock: { nowMs: () => performance.now(), date: () => new Date(), every: (ms, call) => setInterval(call, ms) },
    signals: process,
    nodeVersion: process.version,
    newId: randomUUID,
    exit: (code) => process.exit(code),
  };
}
