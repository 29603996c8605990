import { LabError } from '../../../lib/errors/lab-error.ts';
import { messageOf } from '../../../lib/errors/message-of.ts';
import { siblingModule } from '../../../lib/package/sibling-module.ts';
import type { RequestRecord } from '../../../lib/request-record.ts';
import type { Profile } from '../../../servers/faults/contract/fault-spec.ts';
import type { ServerSpec } from '../../../servers/lab/server-spec.ts';
import { specOf, type TestedServer } from '../../result/tested-server.ts';
import { Child } from '../processes/child-process.ts';
import { type CellServers, drained, ownAmong, type Seen } from './cell-servers.ts';
import type { ServersCalls } from './servers-process.ts';

/** What the server is called that only serves to warm clients up, so that no measured server has seen them. */
const WARM_UP = 'WARM-UP';

/** Which servers to start, and what else their fates depend on. */
export interface ServersOptions {
  readonly servers: readonly TestedServer[];
  readonly seed: number;
  readonly timeScale: number;
  /** What the servers lead to, as proxies; absent where they have flags themselves. */
  readonly target?: string;
  /** The faults of the server that clients warm up with; default: none. */
  readonly warmUpProfile?: Profile;
}

/** The servers of a bench, together in a process of their own. Disposing of it ends that process. */
export class BenchServers implements CellServers {
  readonly #child: Child<ServersCalls>;
  #urls: Readonly<Record<string, string>> = {};
  #control: string | undefined;

  /**
   * Starts these servers on free ports, and one to warm up with.
   *
   * @param signal ends the process when it aborts
   * @throws LabError when they cannot be started
   */
  static async start(
    { servers: tested, warmUpProfile = [], ...others }: ServersOptions,
    signal?: AbortSignal,
  ): Promise<BenchServers> {
    const servers = new BenchServers(signal);
    try {
      const specs = tested.map(({ label }) => specOf(tested, label));
      const warmUp: ServerSpec = { label: WARM_UP, profile: warmUpProfile, schedule: [] };
      const task = { ...others, servers: specs, warmUp };
      servers.#urls = await servers.#child.ask((calls) => calls.start(task));
      return servers;
    } catch (cause) {
      await servers[Symbol.asyncDispose]();
      throw new LabError(`the servers cannot be started: ${messageOf(cause)}`, { cause });
    }
  }

  private constructor(signal: AbortSignal | undefined) {
    this.#child = new Child("the servers' process", siblingModule(import.meta.url, './servers-process'), signal);
  }

  baseUrl(label: string): string {
    return this.#urls[label]!;
  }

  get warmUpUrl(): string {
    return this.baseUrl(this.warmUpLabel);
  }

  /** The label of the server that clients warm up with; it keeps records as the others do. */
  get warmUpLabel(): string {
    return WARM_UP;
  }

  async control(): Promise<string> {
    this.#control ??= await this.#child.ask((calls) => calls.openControl());
    return this.#control;
  }

  async begin(label: string): Promise<void> {
    await this.#child.ask((calls) => calls.reset(label));
  }

  /** What the run that goes on has seen by now, from that request on: those that are still open among them. */
  async look(label: string, sinceSeq: number): Promise<readonly RequestRecord[]> {
    const { records } = await this.#child.ask((calls) => calls.seen(label, sinceSeq));
    return records;
  }

  async end(label: string, run?: string): Promise<Seen> {
    const seen = await drained(() => this.#child.ask((calls) => calls.seen(label)));
    return { ...seen, ...(run === undefined ? { others: 0 } : ownAmong(seen.records, run)) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child[Symbol.asyncDispose]();
  }
}
