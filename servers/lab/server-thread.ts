import { parentPort, workerData } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import { messageOf } from '../../lib/errors/message-of.ts';
import { collectWhenIdle } from '../../lib/memory/collect-when-idle.ts';
import { keepCompiled } from '../../lib/package/keep-compiled.ts';
import type { RequestRecord } from '../../lib/request-record.ts';
import type { Profile } from '../faults/contract/fault-spec.ts';
import type { FaultWorld } from '../faults/fault-world.ts';
import { openWorld } from '../faults/open-world.ts';
import type { ScheduleStep } from '../faults/schedule.ts';
import { forwardCalls } from './forward-calls.ts';
import { type RunningServer, type RunningServerOptions, runningServer, type ServerCalls } from './running-server.ts';
import { serving } from './systems.ts';

/** What the thread of a server can be asked to do. */
export interface ThreadCalls extends ServerCalls {
  start(): Promise<{ ok: true; port: number; url: string } | { ok: false; message: string }>;
  /** Replaces the faults and the schedule, which have been read. */
  setProfile(profile: Profile, schedule?: readonly ScheduleStep[]): void;
}

/** What the thread of a server tells its parent. */
export interface ParentCalls {
  onRequest(record: RequestRecord): void;
  onDescriptorsUsedUp(limit: number): void;
}

const { verbose, ...options } = workerData as RunningServerOptions & { verbose: boolean };
let world: FaultWorld;
let server: RunningServer;

const parent = createBirpc<ParentCalls, ThreadCalls>(
  {
    async start() {
      try {
        const onRequest = (record: RequestRecord) => void parent.onRequest(record);
        const onDescriptorsUsedUp = (limit: number) => void parent.onDescriptorsUsedUp(limit);
        world = openWorld(options.label, verbose ? { ...options, onRequest } : options);
        const serve = await serving(options);
        server = runningServer(world, await serve(world, { ...options, onDescriptorsUsedUp }));
        keepCompiled();
        collectWhenIdle(() => world.recorder.counts);
        return { ok: true, port: server.port, url: server.url };
      } catch (error) {
        return { ok: false, message: messageOf(error) };
      }
    },
    ...forwardCalls(() => server),
    setProfile(profile, schedule) {
      world.setProfile(profile, schedule);
    },
  },
  {
    post: (message) => parentPort!.postMessage(message),
    on: (receive) => parentPort!.on('message', receive),
    eventNames: ['onRequest', 'onDescriptorsUsedUp'],
    timeout: -1,
  },
);
