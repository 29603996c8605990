import { sleep } from '../../lib/concurrency/sleep.ts';
import { LabError } from '../../lib/errors/lab-error.ts';
import { messageOf } from '../../lib/errors/message-of.ts';
import { siblingModule } from '../../lib/package/sibling-module.ts';
import type { ServerSpec } from '../../servers/lab/server-spec.ts';
import { specOf, type TestedServer } from '../result/tested-server.ts';
import { Child } from './child-process.ts';
import type { ServersCalls } from './servers-process.ts';

/** A server without faults that only serves to warm clients up, so that no measured server has seen them. */
const WARM_UP_SERVER: ServerSpec = { label: 'WARM-UP', profile: [], schedule: [] };

/** How often, and how many milliseconds apart, a server is asked whether it has noticed that the client is gone. */
const DRAIN_LOOKS = 100;
const DRAIN_LOOK_MS = 20;

/** Which servers to start, and what else their fates depend on. */
export interface ServersOptions {
  readonly servers: readonly TestedServer[];
  readonly seed: number;
  readonly timeScale: number;
}

/** The servers of a bench, together in a process of their own. Disposing of it ends that process. */
export class BenchServers implements AsyncDisposable {
  readonly #child: Child<ServersCalls>;
  #urls: Readonly<Record<string, string>> = {};

  /**
   * Starts these servers on free ports, and one to warm up with.
   *
   * @param signal ends the process when it aborts
   * @throws LabError when they cannot be started
   */
  static async start(
    { servers: tested, seed, timeScale }: ServersOptions,
    signal?: AbortSignal,
  ): Promise<BenchServers> {
    const specs = [...tested.map(({ label }) => specOf(tested, label)), WARM_UP_SERVER];
    const servers = new BenchServers(signal);
    try {
      const task = { servers: specs, seed, timeScale };
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

  /** Where the flags of that server are. */
  baseUrl(label: string): string {
    return this.#urls[label]!;
  }

  /** Where a client that warms up finds flags. */
  get warmUpUrl(): string {
    return this.baseUrl(WARM_UP_SERVER.label);
  }

  /**
   * Begins a new run on every server.
   *
   * @throws LabError when the servers are gone
   */
  async reset(): Promise<void> {
    await this.#child.ask((calls) => calls.reset());
  }

  /**
   * What a server has seen since the last reset.
   *
   * @throws LabError when the servers are gone
   */
  seen(label: string): ReturnType<ServersCalls['seen']> {
    return this.#child.ask((calls) => calls.seen(label));
  }

  /**
   * The same, once the server has noticed that its client is gone: until none of its requests is open, or for two seconds.
   *
   * @throws LabError when the servers are gone
   */
  async drained(label: string): ReturnType<ServersCalls['seen']> {
    for (let look = 1; ; look++) {
      const seen = await this.seen(label);
      if (look === DRAIN_LOOKS || seen.records.every(({ endedMs }) => endedMs !== undefined)) return seen;
      await sleep(DRAIN_LOOK_MS);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child[Symbol.asyncDispose]();
  }
}
