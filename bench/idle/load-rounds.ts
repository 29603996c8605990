import { reasonOf } from '../../clients/download/reason.ts';
import { LabError } from '../../lib/errors/lab-error.ts';
import { countryCodes } from '../../lib/flags/country-codes.ts';
import { type CellProcess, startCellProcess } from '../experiment/cell/start-cell-process.ts';
import { latenciesMs } from '../result/latency.ts';
import { quantile } from '../statistics/quantile.ts';

/** How many requests are in flight at once: a load that a server hardly feels. */
export const LOAD_M = 4;

/** How often each flag is asked for in a round: so often that a round has a p99. */
const REPEAT = 5;

/** How many requests there are in a round. */
export const ROUND_REQUESTS = countryCodes().length * REPEAT;

/** How long one may take, in milliseconds. */
const TIMEOUT_MS = 10_000;

/** A client that asks a server for flags, one round after the other, in a process of its own. Disposing of it ends it. */
export class LoadRounds implements AsyncDisposable {
  readonly #child: CellProcess;

  /**
   * Starts and warms up the client.
   *
   * @param url of the server
   * @throws LabError when the process, or the server, is gone
   */
  static async start(url: string, signal?: AbortSignal): Promise<LoadRounds> {
    const load = new LoadRounds(signal);
    const baseUrl = `${url}/flags`;
    const codes = Array.from({ length: REPEAT }, () => countryCodes()).flat();
    await load.#child.ask((calls) =>
      calls.prepare({
        client: { kind: 'strategy', name: 'async' },
        codes,
        options: { baseUrl, m: LOAD_M, timeoutMs: TIMEOUT_MS },
        warmUpUrl: baseUrl,
      }),
    );
    return load;
  }

  private constructor(signal: AbortSignal | undefined) {
    this.#child = startCellProcess("the load's process", signal);
  }

  /**
   * The 99th percentile of latency of each of so many rounds, in milliseconds.
   *
   * @throws LabError when a request was not answered with a flag, or the process is gone
   */
  async p99sMs(rounds: number): Promise<number[]> {
    const p99s: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const { outcomes } = await this.#child.ask((calls) => calls.run());
      const failed = outcomes.filter(({ kind }) => kind !== 'ok');
      if (failed.length > 0) {
        const why = reasonOf(failed[0]!) ?? failed[0]!.kind;
        throw new LabError(`${failed.length} of ${outcomes.length} requests of the load failed: ${why}`);
      }
      p99s.push(quantile(latenciesMs(outcomes), 0.99)!);
    }
    return p99s;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child[Symbol.asyncDispose]();
  }
}
