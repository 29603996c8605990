import { STRATEGY_ROWS } from '../../../../clients/strategy-rows.ts';
import { ConflictError } from '../../../../lib/errors/conflict-error.ts';
import { NotFoundError } from '../../../../lib/errors/not-found-error.ts';
import type {
  ExperimentOrder,
  ExperimentState,
  ExperimentsState,
} from '../../../../servers/control/experiments/experiment-schemas.ts';
import type { Experiments } from '../../../../servers/control/experiments/experiments.ts';
import { EVENT_INTERVAL_MS } from '../../../../servers/control/streams.ts';
import { formatProfile } from '../../../../servers/faults/format-profile.ts';
import type { Lab } from '../../../../servers/lab/start-lab.ts';
import { servesFlags } from '../../../../servers/lab/systems.ts';
import type { ClientFile } from '../../../options/client-file.ts';
import type { CommandContext } from '../../../terminal/command-context.ts';
import { DEFAULT_M } from '../../bench/bench-defaults.ts';
import type { Experiment } from './experiment.ts';
import { FolderRuns } from './folder-runs.ts';
import { orderArguments } from './order-arguments.ts';

/** What experiments are made of beside the lab. */
export interface ExperimentOptions {
  /** Clients that are none of the lab's. */
  readonly clients: readonly ClientFile[];
  /** The folder of all runs. */
  readonly results: string;
}

/** The experiments of a lab that serves. `await using` cancels the one that goes on. */
export class LabExperiments implements Experiments, AsyncDisposable {
  readonly keptRuns: FolderRuns;
  readonly #lab: Lab;
  readonly #options: ExperimentOptions;
  readonly #context: CommandContext;
  readonly #watchers = new Set<(change: ExperimentState) => void>();
  #experiment: Experiment | undefined;
  #starting: Promise<Experiment> | undefined;
  #ticking: Disposable | undefined;
  #isClosed = false;

  /** @param context that of the command that serves */
  constructor(lab: Lab, options: ExperimentOptions, context: CommandContext) {
    this.#lab = lab;
    this.#options = options;
    this.#context = context;
    this.keptRuns = new FolderRuns(options.results);
  }

  async now(): Promise<ExperimentsState> {
    const servers = this.#servers().map(async ({ label, plan }) => {
      const { profile } = await plan();
      return { label, faults: formatProfile(profile) };
    });
    const experiment = this.current();
    return {
      servers: await Promise.all(servers),
      strategies: STRATEGY_ROWS.map(({ name, summary, defaultM, maxM }) => ({ name, summary, defaultM, maxM })),
      clients: this.#options.clients.map(({ client: { name } }) => ({ name })),
      m: DEFAULT_M,
      ...(experiment !== undefined && { experiment }),
    };
  }

  async start(order: ExperimentOrder): Promise<ExperimentState> {
    if (this.#isClosed) throw new ConflictError('the lab is stopping');
    if (this.#starting !== undefined) throw new ConflictError('another experiment is about to start: one at a time');
    const before = this.#experiment;
    if (before !== undefined && !before.isOver) throw goesOn(before.whole());
    this.#starting = this.#begin(order);
    try {
      this.#experiment = await this.#starting;
    } finally {
      this.#starting = undefined;
    }
    this.#ticking?.[Symbol.dispose]();
    this.#ticking = this.#follow(this.#experiment);
    return this.#experiment.whole();
  }

  current(): ExperimentState | undefined {
    return this.#experiment?.whole();
  }

  async cancel(id: string): Promise<ExperimentState> {
    const experiment = this.#experiment;
    if (experiment?.whole().id !== id) throw new NotFoundError(`there is no experiment "${id}" to cancel`);
    await experiment.cancel();
    return experiment.whole();
  }

  watch(tell: (change: ExperimentState) => void): Disposable {
    this.#watchers.add(tell);
    return { [Symbol.dispose]: () => void this.#watchers.delete(tell) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    // One that is refused has nothing to cancel.
    const starting = await this.#starting?.catch(() => undefined);
    await (starting ?? this.#experiment)?.cancel();
    this.#ticking?.[Symbol.dispose]();
  }

  async #begin(order: ExperimentOrder): Promise<Experiment> {
    const { clients, results } = this.#options;
    const orderable = { servers: this.#servers(), clients, seed: this.#lab.seed, results };
    const args = await orderArguments(order, orderable);
    // Most who serve never measure: only then is it loaded what that takes.
    const { Experiment } = await import('./experiment.ts');
    return await Experiment.start(order.kind, args, this.#context);
  }

  #servers() {
    return this.#lab.servers.filter(({ label }) => servesFlags(label));
  }

  /** Looks at it again and again, and tells what has changed, until all has been told. */
  #follow(experiment: Experiment): Disposable {
    let isLooking = false;
    const tick = async () => {
      if (isLooking) return;
      isLooking = true;
      await experiment.look();
      isLooking = false;
      const change = experiment.change();
      if (change !== undefined) for (const tell of this.#watchers) tell(change);
      if (experiment.isTold) ticking[Symbol.dispose]();
    };
    const ticking = this.#context.clock.every(EVENT_INTERVAL_MS, () => void tick());
    return ticking;
  }
}

function goesOn({ kind, id, server }: ExperimentState): ConflictError {
  return new ConflictError(
    `a ${kind} on ${server} goes on: wait for its end, or cancel it (DELETE /api/experiments/${id})`,
  );
}
