import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import { ListenError } from '../lib/errors.ts';
import { siblingModule } from '../lib/sibling-module.ts';
import { parseProfile } from './faults/profile.ts';
import type { RunningServer, RunningServerOptions } from './running-server.ts';
import type { ParentCalls, ThreadCalls } from './server-thread.ts';

/**
 * Starts a flag server in a thread of its own, so that hammering one server does not bend another's delays.
 *
 * @throws FaultSpecError or ListenError as the server itself would; no thread is left behind.
 */
export async function startThreadedServer({ onRequest, ...options }: RunningServerOptions): Promise<RunningServer> {
  parseProfile(options.faults ?? []);
  const { label } = options;
  const worker = new Worker(siblingModule(import.meta.url, './server-thread'), {
    workerData: { ...options, verbose: onRequest !== undefined },
    name: label,
  });
  const thread = createBirpc<ThreadCalls, ParentCalls>(
    { onRequest: (record) => onRequest?.(record) },
    { post: (message) => worker.postMessage(message), on: (receive) => worker.on('message', receive), timeout: -1 },
  );
  const exited = once(worker, 'exit');
  const started = await Promise.race([
    thread.start(),
    exited.then(() => ({ ok: false as const, message: `the thread of ${label} ended before it listened` })),
  ]);
  if (!started.ok) {
    await worker.terminate();
    throw new ListenError(started.message);
  }
  const close = async (graceMs?: number) => {
    await Promise.race([thread.close(graceMs), exited]);
    await worker.terminate();
  };
  return {
    label,
    port: started.port,
    url: started.url,
    faults: () => thread.faults(),
    setFaults: async (faults) => thread.setFaults(parseProfile(faults)),
    records: () => thread.records(),
    dropped: () => thread.dropped(),
    counts: () => thread.counts(),
    verdict: () => thread.verdict(),
    reset: () => thread.reset(),
    close,
    [Symbol.asyncDispose]: () => close(),
  };
}
