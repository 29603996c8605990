import { BenchServers } from '../../bench/experiment/servers/bench-servers.ts';
import { type CellServers, drained, ownAmong, type Seen } from '../../bench/experiment/servers/cell-servers.ts';
import type { BenchSettings } from '../../bench/result/result.ts';
import { LabError } from '../../lib/errors/lab-error.ts';
import { isEveryAddress } from '../../lib/network/own-hosts.ts';
import { version } from '../../lib/package/version.ts';
import type { RequestRecord } from '../../lib/request-record.ts';
import type { Run } from '../../servers/control/runs/run-schemas.ts';
import { type LabState, labState } from '../../servers/control/schemas.ts';
import type { CommandContext } from '../terminal/command-context.ts';
import { askControl, type ControlOptions, readControl } from './control-client.ts';
import { HeldRun } from './held-run.ts';

/** What cells on a running lab were planned by. */
export type AttachedSettings = Pick<BenchSettings, 'servers' | 'seed' | 'timeScale'>;

/**
 * All that the fates of a running lab depend on.
 *
 * @throws LabError when no lab runs there, or one of another version
 */
export async function describeLab(options: ControlOptions, context: CommandContext): Promise<LabState> {
  const state = await askControl(options, context, labState, 'GET', '/api/lab');
  if (state.version === version()) return state;
  throw new LabError(
    `the lab at ${options.control} is of version ${state.version}, this is ${version()}: start it with the same one`,
  );
}

/** The servers of a running lab, whose cells are runs of the control API. Disposing of it leaves the lab as it is. */
export class AttachedLab implements CellServers {
  readonly #options: ControlOptions;
  readonly #context: CommandContext;
  readonly #settings: AttachedSettings;
  readonly #state: LabState;
  /** A lab has no server that no cell is run against. */
  readonly #warmUp: BenchServers;
  readonly #signal: AbortSignal | undefined;
  /** The run that goes on. */
  #run: HeldRun | undefined;

  /**
   * Finds the lab, and starts a server to warm up with.
   *
   * @throws LabError when no such lab runs there, or its fates are not those that the settings were made from
   */
  static async attach(
    settings: AttachedSettings,
    options: ControlOptions,
    context: CommandContext,
    signal?: AbortSignal,
  ): Promise<AttachedLab> {
    const state = await describeLab(options, context);
    requireSame(settings, state, options);
    const warmUp = await BenchServers.start({ ...settings, servers: [] }, signal);
    return new AttachedLab(settings, options, context, state, warmUp, signal);
  }

  private constructor(
    settings: AttachedSettings,
    options: ControlOptions,
    context: CommandContext,
    state: LabState,
    warmUp: BenchServers,
    signal: AbortSignal | undefined,
  ) {
    this.#settings = settings;
    this.#options = options;
    this.#context = context;
    this.#state = state;
    this.#warmUp = warmUp;
    this.#signal = signal;
  }

  baseUrl(label: string): string {
    const url = new URL(this.#state.servers.find((server) => server.label === label)!.url);
    // What listens on all addresses of its machine is reached by that of its control API, from wherever it is asked.
    if (isEveryAddress(url.hostname.replaceAll(/[[\]]/g, ''))) url.hostname = new URL(this.#options.control).hostname;
    return `${url.origin}/flags`;
  }

  get warmUpUrl(): string {
    return this.#warmUp.warmUpUrl;
  }

  async control(): Promise<string> {
    await describeLab(this.#options, this.#context);
    return this.#options.control;
  }

  async begin(label: string): Promise<void> {
    await this.#stop();
    this.#run = await HeldRun.startOnceLeft({ servers: [label] }, this.#options, this.#context, this.#signal);
  }

  async end(_label: string, run: string | undefined): Promise<Seen> {
    const held = this.#run!;
    const { records } = await drained(() => this.#records(held));
    const { cuts, others, verdicts } = (await this.#stop())!;
    if (cuts.length > 0) throw new LabError(cuts.join(' '));
    requireSame(this.#settings, await describeLab(this.#options, this.#context), this.#options);
    const seen = run === undefined ? notOf(others, records) : ownAmong(records, run);
    const dropped = Math.max(0, ...verdicts.map((verdict) => verdict.dropped));
    return { ...seen, dropped, descriptorsUsedUp: false };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // A lab that is gone has no run to stop.
    await this.#stop().catch(() => undefined);
    await this.#warmUp[Symbol.asyncDispose]();
  }

  async #records({ recordsPath }: HeldRun): Promise<{ records: RequestRecord[] }> {
    const lines = await readControl(this.#options, this.#context, recordsPath);
    // The lab is of this version, so its records are as ours are.
    const records = lines.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as RequestRecord]));
    return { records };
  }

  async #stop(): Promise<Run | undefined> {
    const run = this.#run;
    this.#run = undefined;
    return await run?.stop();
  }
}

/** The records of no run of others, where the client need not say whose its own are. */
function notOf(others: readonly string[], records: readonly RequestRecord[]): Pick<Seen, 'records' | 'others'> {
  const own = records.filter(({ run }) => !others.includes(run!));
  return { records: own, others: records.length - own.length };
}

function requireSame(
  { servers, seed, timeScale }: AttachedSettings,
  state: LabState,
  { control }: ControlOptions,
): void {
  if (state.seed !== seed || state.timeScale !== timeScale) {
    throw new LabError(
      `the lab at ${control} has seed ${state.seed} and time scale ${state.timeScale}, and this run has ${seed} and ${timeScale}`,
    );
  }
  for (const { label, faults, schedule } of servers) {
    const now = state.servers.find((server) => server.label === label);
    if (now === undefined) throw new LabError(`the lab at ${control} has no server ${label} any more`);
    if (now.faults !== faults || now.schedule !== schedule) {
      throw new LabError(`the faults of ${label} are not those that this run was planned with: ${now.faults} now`);
    }
  }
}
