import { createBirpc } from 'birpc';
import { keepCompiled } from '../../../lib/package/keep-compiled.ts';

/**
 * In a child process: answers the calls of the process that forked it, until that one is gone. Then this process ends at
 * once, with all its threads and whatever it is doing, so that no orphan is left behind. Its first call is to load what it
 * needs: that is kept compiled for the next such process.
 */
export function answerParent<Calls extends object>(calls: Calls): void {
  const end = () => void process.kill(process.pid, 'SIGKILL');
  process.on('disconnect', end);
  if (!process.connected) end();
  createBirpc<Record<string, never>, Calls>(keepingFirst(calls), {
    post: (message) => process.send!(message),
    on: (receive) => process.on('message', receive),
    timeout: -1,
  });
}

function keepingFirst<Calls extends object>(calls: Calls): Calls {
  let isKept = false;
  const keeping = Object.entries(calls).map(([name, call]) => {
    const answer = async (...args: unknown[]) => {
      const result = await call(...args);
      if (!isKept) keepCompiled();
      isKept = true;
      return result;
    };
    return [name, answer];
  });
  return Object.fromEntries(keeping) as Calls;
}
