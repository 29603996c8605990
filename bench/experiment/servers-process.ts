import { strategy } from '../../clients/strategies.ts';
import { countryCodes } from '../../lib/flags/country-codes.ts';
import type { RequestRecord } from '../../lib/request-record.ts';
import type { ServerSpec } from '../../servers/lab/server-spec.ts';
import { type Lab, startLab } from '../../servers/lab/start-lab.ts';
import { answerParent } from './answer-parent.ts';

/** Which servers to start, and what their fates depend on. */
export interface ServersTask {
  readonly servers: readonly ServerSpec[];
  readonly seed: number;
  readonly timeScale: number;
}

/** What the process of the servers can be asked to do. */
export interface ServersCalls {
  /** Starts and warms up the servers, each in a thread. Resolves with where the flags are, by label. */
  start(task: ServersTask): Promise<Record<string, string>>;
  /**
   * What a server has seen since the last reset, how many of its requests it no longer remembers, and whether connections
   * were dropped, to any of the servers, because there was no file descriptor left.
   */
  seen(label: string): Promise<{ records: RequestRecord[]; dropped: number; descriptorsUsedUp: boolean }>;
  /** Begins a new run on a server. */
  reset(label: string): Promise<void>;
}

let lab: Lab;
let descriptorsUsedUp = false;

answerParent<ServersCalls>({
  async start({ servers, seed, timeScale }) {
    const plans = Object.fromEntries(servers.map(({ label }) => [label, { faults: [] }]));
    lab = await startLab(plans, {
      seed,
      timeScale,
      threads: true,
      onDescriptorsUsedUp: () => {
        descriptorsUsedUp = true;
      },
    });
    const urls = Object.fromEntries(lab.servers.map(({ label, url }) => [label, `${url}/flags`]));
    // The first cell must not pay for what the servers compile with their first requests.
    for (const baseUrl of Object.values(urls)) await warmUp(baseUrl);
    for (const { label, profile, schedule } of servers) await lab.setFaults(label, profile, schedule);
    await lab.reset();
    return urls;
  },
  async seen(label) {
    const server = lab.server(label);
    return { records: await server.records(), dropped: await server.dropped(), descriptorsUsedUp };
  },
  async reset(label) {
    descriptorsUsedUp = false;
    await lab.server(label).reset();
  },
});

async function warmUp(baseUrl: string): Promise<void> {
  await Array.fromAsync(strategy('async').download(countryCodes(), { baseUrl, run: 'warm-up' }));
}
