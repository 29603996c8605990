import { DEFAULT_SEED } from '../../lib/chance/seed.ts';
import { countryCodes } from '../../lib/flags/country-codes.ts';
import { parseProfile } from '../../servers/faults/profile.ts';
import { presetProfile } from '../../servers/lab/preset-profile.ts';
import { verdict } from '../../servers/records/verdict.ts';
import { BENCH_TIMEOUT_MS } from '../experiment/bench-timeout.ts';
import { runCell } from '../experiment/run-cell.ts';
import { BenchServers } from '../experiment/servers/bench-servers.ts';
import type { OwnClient } from '../result/own-client.ts';
import { type TestedServer, testedServer } from '../result/tested-server.ts';
import type { Finding } from './finding.ts';
import type { Round, Seen, Trial } from './trial.ts';

/** After so long a client is stopped that has not come to its end, in milliseconds. */
const ROUND_TIMEOUT_MS = 20_000;

/** Who asks: a strategy by its name, or somebody's own client. */
export type TrialClient = string | OwnClient;

/** The servers of a trial, in a process of their own, on which one client after the other can be tried. Disposing of it ends them. */
export class TrialServers<R extends Round> implements AsyncDisposable {
  readonly #trial: Trial<R>;
  readonly #tested: readonly TestedServer[];
  readonly #servers: BenchServers;
  readonly #signal: AbortSignal | undefined;
  #rounds = 0;

  /**
   * Starts them on free ports.
   *
   * @param signal ends them, and whoever is tried, when it aborts
   * @throws LabError when they cannot be started
   */
  static async start<R extends Round>(trial: Trial<R>, signal?: AbortSignal): Promise<TrialServers<R>> {
    const labels = new Set(trial.rounds.map(({ server }) => server));
    const tested = [...labels].map((label) => {
      const faults = trial.faults?.[label];
      const profile = faults === undefined ? presetProfile(label) : parseProfile(faults);
      return testedServer({ label, profile, schedule: [] });
    });
    const options = { servers: tested, seed: DEFAULT_SEED, timeScale: trial.timeScale };
    return new TrialServers(trial, tested, await BenchServers.start(options, signal), signal);
  }

  private constructor(
    trial: Trial<R>,
    tested: readonly TestedServer[],
    servers: BenchServers,
    signal: AbortSignal | undefined,
  ) {
    this.#trial = trial;
    this.#tested = tested;
    this.#servers = servers;
    this.#signal = signal;
  }

  /**
   * Has clients do all rounds, and judges what was seen.
   *
   * @param clientOf who does a round
   * @throws ClientError when somebody's own client fails or takes too long, LabError when it cannot be tried
   */
  async judge(clientOf: (round: R) => TrialClient): Promise<readonly Finding[]> {
    const seen: Seen[] = [];
    for (const round of this.#trial.rounds) seen.push(await this.#see(round, clientOf(round)));
    return this.#trial.judge(seen);
  }

  async #see(round: R, client: TrialClient): Promise<Seen> {
    const { server, flags, m, timeoutMs = BENCH_TIMEOUT_MS, retries = 0 } = round;
    const own = typeof client === 'string' ? [] : [client];
    const strategy = typeof client === 'string' ? client : client.name;
    const { timeScale } = this.#trial;
    const options = {
      servers: this.#tested,
      codes: countryCodes().slice(0, flags),
      seed: DEFAULT_SEED,
      timeScale,
      timeoutMs: timeoutMs * timeScale,
      retries,
      clients: own,
      cellTimeoutMs: ROUND_TIMEOUT_MS,
    };
    const cell = { server, strategy, m, repetition: ++this.#rounds };
    const { seen, ...others } = await runCell(cell, options, this.#servers, this.#signal);
    const { records, dropped } = seen;
    const { slots } = this.#tested.find(({ label }) => label === server)!;
    const context = { label: server, dropped, slots, closedMs: new Map<number, number>(), faultChanges: [] };
    return { ...others, records, verdict: verdict(records, context) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#servers[Symbol.asyncDispose]();
  }
}
