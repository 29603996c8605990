import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type BirpcReturn, createBirpc } from 'birpc';
import { ListenError } from '../../lib/errors/listen-error.ts';
import { messageOf } from '../../lib/errors/message-of.ts';
import { ServerGoneError } from '../../lib/errors/server-gone-error.ts';
import { shareFlags } from '../../lib/flags/share-flags.ts';
import { siblingModule } from '../../lib/package/sibling-module.ts';
import { forwardCalls } from './forward-calls.ts';
import { profileFor } from './profile-for.ts';
import type { RunningServer, RunningServerOptions } from './running-server.ts';
import type { ParentCalls, ThreadCalls } from './server-thread.ts';

/**
 * How much memory a thread fills before it looks for what has just become free. By default it is twelve times as much: ten
 * thousand waiting requests fill that with nothing that is still of use.
 */
const YOUNG_GENERATION_MB = 4;

/** Options of a server in a thread. */
export interface ThreadedServerOptions extends RunningServerOptions {
  /** Called when the thread has ended though nobody has closed the server. */
  readonly onGone?: (reason: ServerGoneError) => void;
}

/**
 * Starts the server of a label in a thread of its own, so that hammering one server does not bend another's delays. Once the
 * thread has ended, because it was closed or broke down, whatever is asked of it is rejected with ServerGoneError.
 *
 * @throws ListenError as the server itself would; no thread is left behind.
 */
export async function startThreadedServer({
  onRequest,
  onGone,
  onDescriptorsUsedUp,
  ...options
}: ThreadedServerOptions): Promise<RunningServer> {
  const { label } = options;
  shareFlags();
  const worker = new Worker(siblingModule(import.meta.url, './server-thread'), {
    workerData: { ...options, verbose: onRequest !== undefined },
    name: label,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  });
  const gone = endOf(worker, label);
  const thread = callsTo(worker, gone, {
    onRequest: (record) => onRequest?.(record),
    onDescriptorsUsedUp: (limit) => onDescriptorsUsedUp?.(limit),
  });
  const started = await thread.start();
  if (!started.ok) {
    await worker.terminate();
    throw new ListenError(started.message);
  }
  let closing = false;
  void gone.then((reason) => {
    if (!closing) onGone?.(reason);
  });
  const close = async (graceMs?: number) => {
    closing = true;
    // A thread that has ended has nothing left to close.
    await thread.close(graceMs).catch(() => undefined);
    await worker.terminate();
  };
  const { setProfile, ...calls } = forwardCalls(() => thread);
  return {
    label,
    port: started.port,
    url: started.url,
    ...calls,
    setFaults: async (faults, schedule) => setProfile(profileFor(label, faults, schedule), schedule),
    close,
    [Symbol.asyncDispose]: () => close(),
  };
}

/** The calls to a thread. When it ends they are rejected: those that wait for an answer, and all that come later. */
function callsTo(
  worker: Worker,
  ending: Promise<ServerGoneError>,
  answers: ParentCalls,
): BirpcReturn<ThreadCalls, ParentCalls> {
  let gone: ServerGoneError | undefined;
  const thread = createBirpc<ThreadCalls, ParentCalls>(answers, {
    post: (message) => worker.postMessage(message),
    on: (receive) => worker.on('message', receive),
    onRequest: async (request, next) => {
      if (gone !== undefined) throw gone;
      await next(request);
    },
    timeout: -1,
  });
  void ending.then((reason) => {
    gone = reason;
    thread.$rejectPendingCalls(({ reject }) => reject(reason));
  });
  return thread;
}

/** Waits until the thread has ended, and says why it did. */
async function endOf(worker: Worker, label: string): Promise<ServerGoneError> {
  try {
    await once(worker, 'exit');
    return new ServerGoneError(`the server ${label} is closed`);
  } catch (cause) {
    return new ServerGoneError(`the server ${label} broke down: ${messageOf(cause)}`, { cause });
  }
}
