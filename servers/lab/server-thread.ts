import { parentPort, workerData } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import { messageOf } from '../../lib/errors/message-of.ts';
import type { RequestRecord } from '../../lib/request-record.ts';
import { forwardCalls } from './forward-calls.ts';
import { type RunningServer, type RunningServerOptions, type ServerCalls, startServer } from './running-server.ts';

/** What the thread of a server can be asked to do. */
export interface ThreadCalls extends ServerCalls {
  start(): Promise<{ ok: true; port: number; url: string } | { ok: false; message: string }>;
}

/** What the thread of a server tells its parent. */
export interface ParentCalls {
  onRequest(record: RequestRecord): void;
}

const { verbose, ...options } = workerData as RunningServerOptions & { verbose: boolean };
let server: RunningServer;

const parent = createBirpc<ParentCalls, ThreadCalls>(
  {
    async start() {
      try {
        const onRequest = (record: RequestRecord) => void parent.onRequest(record);
        server = await startServer(verbose ? { ...options, onRequest } : options);
        return { ok: true, port: server.port, url: server.url };
      } catch (error) {
        return { ok: false, message: messageOf(error) };
      }
    },
    ...forwardCalls(() => server),
  },
  {
    post: (message) => parentPort!.postMessage(message),
    on: (receive) => parentPort!.on('message', receive),
    eventNames: ['onRequest'],
    timeout: -1,
  },
);
