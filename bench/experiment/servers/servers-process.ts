import { version } from '../../../lib/package/version.ts';
import type { RequestRecord } from '../../../lib/request-record.ts';
import { listen } from '../../../servers/http/listen.ts';
import type { RunningServer } from '../../../servers/lab/running-server.ts';
import type { ServerSpec } from '../../../servers/lab/server-spec.ts';
import { type ServerPlan, startLab } from '../../../servers/lab/start-lab.ts';
import { answerParent } from '../processes/answer-parent.ts';
import { warmServer } from './warm-server.ts';

/** Which servers to start, and what their fates depend on. */
export interface ServersTask {
  readonly servers: readonly ServerSpec[];
  /** One more that only serves to warm clients up. */
  readonly warmUp: ServerSpec;
  /** What the servers lead to, as proxies; absent where they have flags themselves. */
  readonly target?: string;
  readonly seed: number;
  readonly timeScale: number;
}

/** What the process of the servers can be asked to do. */
export interface ServersCalls {
  /** Starts and warms up the servers, those that are measured each in a thread. Resolves with where the flags are, or a proxy is, by label. */
  start(task: ServersTask): Promise<Record<string, string>>;
  /**
   * What a server has seen since the last reset, or from that request on, how many of its requests it no longer remembers, and
   * whether connections were dropped, to any of the servers, because there was no file descriptor left.
   */
  seen(
    label: string,
    sinceSeq?: number,
  ): Promise<{ records: RequestRecord[]; dropped: number; descriptorsUsedUp: boolean }>;
  /** Opens their control API, to this machine alone. Resolves with where it is. */
  openControl(): Promise<string>;
  /** Begins a new run on a server. */
  reset(label: string): Promise<void>;
}

const running = new Map<string, RunningServer>();
let started: Pick<ServersTask, 'seed' | 'timeScale'>;
let descriptorsUsedUp = false;

answerParent<ServersCalls>({
  async start({ servers, warmUp, target, seed, timeScale }) {
    started = { seed, timeScale };
    const common = { seed, timeScale, onDescriptorsUsedUp };
    // Nothing is measured while clients warm up, so that server needs no thread of its own.
    const warming = await startLab(withoutFaults([warmUp]), common);
    const measured = await startLab(withoutFaults(target === undefined ? servers : []), { ...common, threads: true });
    const flagServers = [...measured.servers, ...warming.servers];
    const urls = Object.fromEntries(flagServers.map(({ label, url }) => [label, `${url}/flags`]));
    for (const { label } of measured.servers) await warmServer(urls[label]!);
    for (const server of flagServers) running.set(server.label, server);
    if (target !== undefined) {
      // Loaded only where there is a service to lead to.
      const { startProxy } = await import('../../../servers/lab/start-proxy.ts');
      await using proxy = await startProxy({ target: warming.url(warmUp.label) });
      await warmServer(`${proxy.url}/flags`);
      for (const { label } of servers) {
        const server = await startProxy({ ...common, label, target });
        running.set(label, server);
        urls[label] = server.url;
      }
    }
    for (const { label, profile, schedule } of [...servers, warmUp])
      await running.get(label)!.setFaults(profile, schedule);
    for (const server of running.values()) await server.reset();
    return urls;
  },
  async seen(label, sinceSeq) {
    const server = running.get(label)!;
    return { records: await server.records({ sinceSeq }), dropped: await server.dropped(), descriptorsUsedUp };
  },
  async openControl() {
    // Loaded only where somebody asks for the servers' clock.
    const { createControlApi } = await import('../../../servers/control/control-api.ts');
    const lab = { servers: [...running.values()], seed: started.seed, timeScale: started.timeScale };
    const { handle } = await createControlApi(lab, { version: version() });
    return (await listen(handle, { label: 'CONTROL', port: 0 })).url;
  },
  async reset(label) {
    descriptorsUsedUp = false;
    await running.get(label)!.reset();
  },
});

function onDescriptorsUsedUp(): void {
  descriptorsUsedUp = true;
}

function withoutFaults(servers: readonly ServerSpec[]): Record<string, ServerPlan> {
  return Object.fromEntries(servers.map(({ label }) => [label, { faults: [] }]));
}
