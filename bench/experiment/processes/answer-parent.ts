import { createBirpc } from 'birpc';

/**
 * In a child process: answers the calls of the process that forked it, until that one is gone. Then this process ends at
 * once, with all its threads and whatever it is doing, so that no orphan is left behind.
 */
export function answerParent<Calls extends object>(calls: Calls): void {
  const end = () => void process.kill(process.pid, 'SIGKILL');
  process.on('disconnect', end);
  if (!process.connected) end();
  createBirpc<Record<string, never>, Calls>(calls, {
    post: (message) => process.send!(message),
    on: (receive) => process.on('message', receive),
    timeout: -1,
  });
}
