import { parentPort, workerData } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import { messageOf } from '../../lib/errors/message-of.ts';
import { collectSooner } from '../../lib/memory/collect-sooner.ts';
import { collectWhenIdle } from '../../lib/memory/collect-when-idle.ts';
import { collectAll } from '../../lib/memory/garbage-collector.ts';
import { keepCompiled } from '../../lib/package/keep-compiled.ts';
import type { RequestRecord } from '../../lib/request-record.ts';
import { forwardCalls } from './forward-calls.ts';
import { openServer } from './open-server.ts';
import type { RunningServerOptions } from './running-server.ts';
import { type ReadServerCalls, serverCalls } from './server-calls.ts';
import { serving } from './systems.ts';

/** What the thread of a server can be asked to do. */
export interface ThreadCalls extends ReadServerCalls {
  start(): Promise<{ ok: true; port: number; url: string } | { ok: false; message: string }>;
}

/** What the thread of a server tells its parent. */
export interface ParentCalls {
  onRequest(record: RequestRecord): void;
  onDescriptorsUsedUp(limit: number): void;
}

const { verbose, ...options } = workerData as RunningServerOptions & { verbose: boolean };
let calls: ReadServerCalls;

/** So many records take about as long to be written as it takes to be rid of them. */
const MANY_RECORDS = 10_000;

/** Its calls, which leave nothing behind of a run whose many records have been written: one run after the other would let it grow. */
function ridOfRecords(of: ReadServerCalls): ReadServerCalls {
  const recordLines: ReadServerCalls['recordLines'] = async (filter) => {
    const written = await of.recordLines(filter);
    if (written.count >= MANY_RECORDS) collectAll();
    return written;
  };
  return { ...of, recordLines };
}

const parent = createBirpc<ParentCalls, ThreadCalls>(
  {
    async start() {
      try {
        const onRequest = (record: RequestRecord) => void parent.onRequest(record);
        const onDescriptorsUsedUp = (limit: number) => void parent.onDescriptorsUsedUp(limit);
        const { world, seats } = await openServer(verbose ? { ...options, onRequest } : options);
        const serve = await serving(options);
        const listening = await serve(world, { ...options, onDescriptorsUsedUp });
        calls = ridOfRecords(serverCalls(world, listening, seats));
        keepCompiled();
        // Two hundred names on each of a lab's servers are to fit into a laptop beside what asks them.
        if (options.room !== undefined) collectSooner();
        collectWhenIdle(() => world.recorder.counts);
        return { ok: true, port: listening.port, url: listening.url };
      } catch (error) {
        return { ok: false, message: messageOf(error) };
      }
    },
    ...forwardCalls(() => calls),
  },
  {
    post: (message) => parentPort!.postMessage(message),
    on: (receive) => parentPort!.on('message', receive),
    eventNames: ['onRequest', 'onDescriptorsUsedUp'],
    timeout: -1,
  },
);
