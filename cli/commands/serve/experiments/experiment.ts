import { CommanderError } from 'commander';
import { BenchServers } from '../../../../bench/experiment/servers/bench-servers.ts';
import { planDownload } from '../../../../bench/plan/plan.ts';
import { headline } from '../../../../bench/report/text/headline.ts';
import { sweepAnswers } from '../../../../bench/report/text/sweep-answers.ts';
import type { Cell } from '../../../../bench/result/cell.ts';
import type { BenchResult, BenchSettings } from '../../../../bench/result/result.ts';
import { codesOf, specOf } from '../../../../bench/result/tested-server.ts';
import { LabError } from '../../../../lib/errors/lab-error.ts';
import { messageOf } from '../../../../lib/errors/message-of.ts';
import { UsageError } from '../../../../lib/errors/usage-error.ts';
import type { ExperimentState } from '../../../../servers/control/experiments/experiment-schemas.ts';
import type { CommandContext } from '../../../terminal/command-context.ts';
import { benchCommand } from '../../bench/bench-command.ts';
import type { RunWatcher } from '../../bench/run-watcher.ts';
import { tuneCommand } from '../../tune/tune-command.ts';
import { inFields } from './field-names.ts';
import { Lane } from './lane.ts';
import { type SilentContext, silentContext } from './silent-context.ts';
import { watchedServers } from './watched-servers.ts';

/** A race, a sweep or a search as it goes on: `bench` or `tune` itself, in this process, watched from first cell to last. */
export class Experiment {
  readonly #kind: ExperimentState['kind'];
  readonly #context: SilentContext;
  readonly #lanes: Lane[] = [];
  readonly #planned = Promise.withResolvers<void>();
  /** How many flags of each lane have been told. */
  readonly #told = new Map<Lane, number>();
  #settings: BenchSettings | undefined;
  #intent = '';
  #servers: BenchServers | undefined;
  /** The lane whose cell asks its server now, and since when. */
  #running: { readonly lane: Lane; readonly sinceMs: number } | undefined;
  #state: ExperimentState['state'] = 'running';
  #end: Pick<ExperimentState, 'ranking' | 'headline' | 'answers'> = {};
  #error: string | undefined;
  #over: Promise<void> = Promise.resolve();
  #isCancelled = false;
  /** Whether all was measured that was to be, whatever came after that. */
  #isComplete = false;
  #isChanged = true;

  /**
   * Starts what a command line does, and resolves once its first cell is to come.
   *
   * @param args the command line without `npx flaglab`
   * @param context that of the command around it
   * @throws LabError for what the command refuses
   */
  static async start(
    kind: ExperimentState['kind'],
    args: readonly string[],
    context: CommandContext,
  ): Promise<Experiment> {
    const experiment = new Experiment(kind, silentContext(context, args));
    const run = experiment.#run();
    experiment.#over = run.catch((error) => experiment.#fail(error));
    try {
      await Promise.race([experiment.#planned.promise, run]);
    } catch (error) {
      throw error instanceof UsageError ? new UsageError(inFields(error.message), { cause: error }) : error;
    }
    return experiment;
  }

  private constructor(kind: ExperimentState['kind'], context: SilentContext) {
    this.#kind = kind;
    this.#context = context;
  }

  /** Whether nothing is to come any more. */
  get isOver(): boolean {
    return this.#state !== 'running';
  }

  /** Whether it is over, and all of it has been told. */
  get isTold(): boolean {
    return this.isOver && !this.#isChanged;
  }

  /** All of it by now. */
  whole(): ExperimentState {
    return this.#stateWith((lane) => lane.state());
  }

  /** It by now, with the flags that came since the last change was told; undefined where there is nothing new. */
  change(): ExperimentState | undefined {
    if (!this.#isChanged && this.#running === undefined) return undefined;
    this.#isChanged = false;
    return this.#stateWith((lane) => {
      const state = lane.state(this.#told.get(lane) ?? 0);
      this.#told.set(lane, lane.flagCount);
      return state;
    });
  }

  /** Asks the server of the cell that runs what it has seen since it was asked last. */
  async look(): Promise<void> {
    const running = this.#running;
    if (running === undefined) return;
    const { lane, sinceMs } = running;
    try {
      const records = await this.#servers!.look(lane.cell.server, lane.nextSeq);
      // Of a cell that is over meanwhile all is known.
      if (this.#running === running) lane.see(records, this.#context.clock.nowMs() - sinceMs);
    } catch (error) {
      // The bench says so itself where its servers are gone.
      if (!(error instanceof LabError)) throw error;
    }
  }

  /** Ends it as Ctrl-C does, and waits until its processes are gone. */
  async cancel(): Promise<void> {
    if (!this.isOver && !this.#isCancelled && this.#context.signals.listenerCount('SIGINT') > 0) {
      this.#isCancelled = true;
      this.#context.signals.emit('SIGINT');
    }
    await this.#over;
  }

  async #run(): Promise<void> {
    const build = this.#kind === 'tune' ? tuneCommand : benchCommand;
    const command = build(this.#context, () => {})
      .exitOverride()
      .configureOutput({ outputError: () => {} });
    command.setOptionValue('watcher', this.#watcher);
    try {
      await command.parseAsync(this.#context.args.slice(1), { from: 'user' });
    } catch (error) {
      throw error instanceof CommanderError ? new UsageError(error.message.replace(/^error: /, '')) : error;
    }
    this.#finish(this.#isCancelled && !this.#isComplete ? 'cancelled' : 'done');
  }

  #fail(error: unknown): void {
    this.#error = messageOf(error);
    this.#finish('failed');
  }

  #finish(state: ExperimentState['state']): void {
    this.#running = undefined;
    for (const lane of this.#lanes) lane.cancel();
    this.#state = state;
    this.#isChanged = true;
  }

  readonly #watcher: RunWatcher = {
    start: async (options, signal) => {
      this.#servers = await BenchServers.start(options, signal);
      return watchedServers(this.#servers, {
        begun: () => {
          const lane = this.#lanes.find(({ isRunning }) => isRunning);
          if (lane !== undefined) this.#running = { lane, sinceMs: this.#context.clock.nowMs() };
        },
        over: (records) => {
          if (this.#running === undefined) return;
          const { lane, sinceMs } = this.#running;
          this.#running = undefined;
          lane.see(records, this.#context.clock.nowMs() - sinceMs);
          this.#isChanged = true;
        },
      });
    },
    planned: (settings, intent) => {
      this.#settings = settings;
      this.#intent = intent;
      for (const cell of settings.planned) this.#lanes.push(this.#laneOf(cell, codesOf(settings, cell.server)));
      this.#planned.resolve();
    },
    cellStarts: (cell, codes) => {
      let lane = this.#lanes.find((one) => one.isWaiting);
      // A search says which cell comes when it comes.
      if (lane === undefined) {
        lane = this.#laneOf(cell, codes);
        this.#lanes.push(lane);
      }
      lane.start();
      this.#isChanged = true;
    },
    cellEnds: (cell) => {
      this.#running = undefined;
      this.#lanes.find(({ isRunning }) => isRunning)?.end(cell);
      this.#isChanged = true;
    },
    ended: (result) => {
      this.#end = endOf(result, this.#lanes);
      this.#isComplete = !result.warnings.some(({ kind }) => kind === 'interrupted');
      this.#isChanged = true;
    },
  };

  #laneOf(cell: Cell, codes: readonly string[]): Lane {
    const settings = this.#settings!;
    const { idealMs } = planDownload({ ...settings, ...specOf(settings.servers, cell.server), codes, m: cell.m });
    return new Lane(cell, codes, idealMs);
  }

  #stateWith(cellOf: (lane: Lane) => ExperimentState['cells'][number]): ExperimentState {
    const { id, commandLine, seed, timeScale, timeoutMs, servers } = this.#settings!;
    const isMeasured = this.#lanes.some(({ measured }) => measured !== undefined);
    return {
      id,
      kind: this.#kind,
      server: servers[0]!.label,
      state: this.#state,
      intent: this.#intent,
      commandLine,
      seed,
      timeScale,
      timeoutMs,
      cells: this.#lanes.map(cellOf),
      ...this.#end,
      ...(this.isOver && isMeasured && { report: `/reports/${id}` }),
      ...(this.#error !== undefined && { error: this.#error }),
    };
  }
}

/** What a result comes to. */
function endOf(result: BenchResult, lanes: readonly Lane[]): Pick<ExperimentState, 'ranking' | 'headline' | 'answers'> {
  const sentence = headline(result);
  const answers = sweepAnswers(result);
  return {
    ranking: ranked(lanes.map(({ measured }) => measured)),
    ...(sentence !== undefined && { headline: sentence }),
    ...(answers.length > 0 && { answers }),
  };
}

function ranked(cells: readonly Lane['measured'][]): number[] {
  const places = cells.flatMap((cell, i) => (cell === undefined || cell.withheld !== undefined ? [] : [i]));
  return places.sort((a, b) => cells[b]!.goodputPerSecond - cells[a]!.goodputPerSecond);
}
