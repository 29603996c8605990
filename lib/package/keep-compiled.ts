import { flushCompileCache } from 'node:module';

/**
 * Keeps what this thread has compiled so far for those to come, if somebody has turned Node's compile cache on. Node itself
 * keeps it when a process ends in its own time, which one that is killed does not.
 */
export function keepCompiled(): void {
  flushCompileCache();
}
