import { BenchServers, type ServersOptions } from './bench-servers.ts';
import type { CellServers, Seen } from './cell-servers.ts';

/** A service that clients ask themselves, so that nobody writes down what comes there. */
export class DirectService implements CellServers {
  readonly #origin: string;
  readonly #warmUp: BenchServers;

  /**
   * Starts a server to warm up with.
   *
   * @param origin of the service, such as `http://localhost:3000`
   * @throws LabError when it cannot be started
   */
  static async start(origin: string, options: ServersOptions, signal?: AbortSignal): Promise<DirectService> {
    return new DirectService(origin, await BenchServers.start({ ...options, servers: [] }, signal));
  }

  private constructor(origin: string, warmUp: BenchServers) {
    this.#origin = origin;
    this.#warmUp = warmUp;
  }

  baseUrl(): string {
    return this.#origin;
  }

  get warmUpUrl(): string {
    return this.#warmUp.warmUpUrl;
  }

  /** Of the server to warm up with: a service has none. */
  async control(): Promise<string> {
    return await this.#warmUp.control();
  }

  async begin(): Promise<void> {}

  async end(): Promise<Seen> {
    return { records: [], isUnseen: true, dropped: 0, descriptorsUsedUp: false, others: 0 };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#warmUp[Symbol.asyncDispose]();
  }
}
