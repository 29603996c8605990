import { DEFAULT_SEED } from '../../lib/chance/seed.ts';
import { ClientError } from '../../lib/errors/client-error.ts';
import { ClientTimeoutError } from '../../lib/errors/client-timeout-error.ts';
import { countryCodes } from '../../lib/flags/country-codes.ts';
import { counted } from '../../lib/units/counted.ts';
import { parseProfile } from '../../servers/faults/profile.ts';
import { presetProfile } from '../../servers/lab/preset-profile.ts';
import { verdict } from '../../servers/records/verdict.ts';
import type { Verdict } from '../../servers/records/verdict-schema.ts';
import { BENCH_TIMEOUT_MS } from '../experiment/bench-timeout.ts';
import { runHere } from '../experiment/cell/run-here.ts';
import { type CellProcess, startClientProcess } from '../experiment/cell/start-cell-process.ts';
import { runCell } from '../experiment/run-cell.ts';
import { BenchServers } from '../experiment/servers/bench-servers.ts';
import type { Seen as SeenByServer } from '../experiment/servers/cell-servers.ts';
import { bends, serverLatenessMs } from '../experiment/servers/lateness.ts';
import type { OwnClient } from '../result/own-client.ts';
import { type TestedServer, testedServer } from '../result/tested-server.ts';
import type { Finding } from './finding.ts';
import type { Round, Seen, Trial } from './trial.ts';

/** After so long a client is stopped that has not come to its end, in milliseconds. */
const ROUND_TIMEOUT_MS = 20_000;

/** Enough to load and compile what a client needs; one that keeps a pace would take as long for more as for what is judged. */
const WARM_UP_ITEMS = 10;

/** What the server is called where nothing is judged. */
const FIRST = 'that a client is tried on first';

/** Who asks: a strategy by its name, or somebody's own client. */
export type TrialClient = string | OwnClient;

/** What was found of clients that have done all rounds. */
export interface Judgement {
  readonly findings: readonly Finding[];
  /** Whether this machine kept a server from answering in time, so that what was seen may be its doing and not the clients'. */
  readonly wasBusy: boolean;
  /** Whether all was done a second time, since something was amiss the first time, and the machine was busy then. */
  readonly isSecond: boolean;
}

/** The servers of a trial, in a process of their own, on which one client after the other can be tried. Disposing of it ends them. */
export class TrialServers<R extends Round> implements AsyncDisposable {
  readonly #trial: Trial<R>;
  readonly #tested: readonly TestedServer[];
  readonly #servers: BenchServers;
  readonly #signal: AbortSignal | undefined;
  readonly #onPrinted: ((text: string) => void) | undefined;
  /** Processes in which modules are tried, as long as nobody has used them. */
  readonly #spares: CellProcess[] = [];
  #rounds = 0;

  /**
   * Starts them on free ports.
   *
   * @param signal ends them, and whoever is tried, when it aborts
   * @param onPrinted called with what clients print that are tried, piece by piece
   * @throws LabError when they cannot be started
   */
  static async start<R extends Round>(
    trial: Trial<R>,
    signal?: AbortSignal,
    onPrinted?: (text: string) => void,
  ): Promise<TrialServers<R>> {
    const labels = new Set(trial.rounds.map(({ server }) => server));
    const tested = [...labels].map((label) => {
      const faults = trial.faults?.[label];
      const profile = faults === undefined ? presetProfile(label) : parseProfile(faults);
      return testedServer({ label, profile, schedule: [] });
    });
    const warmUpProfile = trial.triedOn === undefined ? [] : parseProfile(trial.triedOn);
    const options = { servers: tested, seed: DEFAULT_SEED, timeScale: trial.timeScale, warmUpProfile };
    return new TrialServers(trial, tested, await BenchServers.start(options, signal), signal, onPrinted);
  }

  private constructor(
    trial: Trial<R>,
    tested: readonly TestedServer[],
    servers: BenchServers,
    signal: AbortSignal | undefined,
    onPrinted: ((text: string) => void) | undefined,
  ) {
    this.#onPrinted = onPrinted;
    this.#trial = trial;
    this.#tested = tested;
    this.#servers = servers;
    this.#signal = signal;
  }

  /** Starts the processes in which the next modules are judged, so that nobody need wait for that. */
  standBy(): void {
    while (this.#spares.length < this.#trial.rounds.length) {
      const spare = startClientProcess(this.#onPrinted);
      this.#spares.push(spare);
      // Whoever is to use it is told what has become of it.
      spare.ask((calls) => calls.standBy()).catch(() => {});
    }
  }

  /**
   * Has clients do all rounds, and judges what was seen; where something was amiss that a busy machine may have done, once more.
   *
   * @param clientOf who does a round
   * @param signal stops whoever is tried; the servers go on
   * @throws ClientError when somebody's own client fails or takes too long, LabError when it cannot be tried
   */
  async judge(clientOf: (round: R) => TrialClient, signal?: AbortSignal): Promise<Judgement> {
    const stopped = AbortSignal.any([this.#signal, signal].filter((one) => one !== undefined));
    const first = await this.#judgeOnce(clientOf, stopped);
    if (!first.wasBusy || first.findings.every(({ holds }) => holds)) return { ...first, isSecond: false };
    return { ...(await this.#judgeOnce(clientOf, stopped)), isSecond: true };
  }

  async #judgeOnce(
    clientOf: (round: R) => TrialClient,
    signal: AbortSignal,
  ): Promise<Pick<Judgement, 'findings' | 'wasBusy'>> {
    const seen: Seen[] = [];
    for (const round of this.#trial.rounds) seen.push(await this.#see(round, clientOf(round), signal));
    const wasBusy = seen.some(({ records, outcomes }) => bends(serverLatenessMs(records), outcomes));
    return { findings: this.#trial.judge(seen), wasBusy };
  }

  async #see(round: R, client: TrialClient, signal: AbortSignal): Promise<Seen> {
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
      warmUpItems: WARM_UP_ITEMS,
    };
    const cell = { server, strategy, m, repetition: ++this.#rounds };
    const isModule = own[0]?.kind === 'module';
    const spare = isModule ? (this.#spares.shift() ?? startClientProcess(this.#onPrinted)) : undefined;
    // Neither is to remember what came before, for a client that never comes to its end may never come to the second.
    for (const label of [this.#servers.warmUpLabel, server]) await this.#servers.begin(label);
    try {
      const way = { servers: this.#servers, runner: runHere(spare, this.#onPrinted), signal };
      const { seen, ...others } = await runCell(cell, options, way);
      return { ...others, records: seen.records, verdict: this.#verdict(server, seen) };
    } catch (error) {
      if (!(error instanceof ClientTimeoutError)) throw error;
      throw new ClientError(`${error.message}${await this.#untilThen(server, isModule)}`, {
        cause: error,
      });
    }
  }

  /** What had been seen of a client that was stopped. */
  async #untilThen(label: string, isModule: boolean): Promise<string> {
    for (const [seenBy, name] of [
      [label, this.#tested.length > 1 ? label : 'the server'],
      [
        this.#servers.warmUpLabel,
        this.#trial.triedOn === undefined ? `the server without faults ${FIRST}` : `the server ${FIRST}`,
      ],
    ] as const) {
      const { requests, shed, peakInFlight } = this.#verdict(label, await this.#servers.end(seenBy));
      if (requests === 0) continue;
      const most = peakInFlight === undefined ? '' : `, ${peakInFlight} in flight at most`;
      const refused = `${shed === 0 ? 'none' : shed} of them refused`;
      return `; by then ${name} had seen ${counted(requests, 'request')}, ${refused}${most}`;
    }
    return `, and sent no request${isModule ? ': it was in its first try, with fewer items and less in flight' : ''}`;
  }

  #verdict(label: string, { records, dropped }: SeenByServer): Verdict {
    const { slots } = this.#tested.find((tested) => tested.label === label)!;
    return verdict(records, { label, dropped, slots, closedMs: new Map(), faultChanges: [] });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const started = [this.#servers, ...this.#spares];
    await Promise.all(started.map((one) => one[Symbol.asyncDispose]()));
  }
}
