import { sleep } from '../../lib/concurrency/sleep.ts';
import { formatDuration } from '../../lib/units/duration.ts';
import { type Run, type RunBody, runState, runsState } from '../../servers/control/runs/run-schemas.ts';
import { type CommandContext, note } from '../terminal/command-context.ts';
import { askControl, type ControlOptions } from './control-client.ts';

/** How long a run is kept for a process that has not been heard of, in milliseconds: one that was killed stops none. */
const LEASE_MS = 15_000;

/** How often a process says that it is still there, in milliseconds. */
const RENEWAL_MS = 5000;

/** How long it takes to try again where another run goes on, in milliseconds. */
const LOOK_AGAIN_MS = 500;

/** What a run is of. */
type RunOf = Omit<RunBody, 'leaseMs'>;

/** A run of a running lab that gives way to others once this process is gone, however it ends. */
export class HeldRun implements Disposable {
  readonly #options: ControlOptions;
  readonly #context: CommandContext;
  readonly #path: string;
  readonly #renewals: Disposable;

  /**
   * Starts a run.
   *
   * @throws LabError when no lab runs there, or another run goes on
   */
  static async start(wanted: RunOf, options: ControlOptions, context: CommandContext): Promise<HeldRun> {
    const body = { ...wanted, leaseMs: LEASE_MS };
    const { id } = await askControl(options, context, runState, 'POST', '/api/runs', body);
    return new HeldRun(id, options, context);
  }

  /**
   * The same, but where a run goes on whose process may be gone, waits for as long as that is kept for it.
   *
   * @throws LabError as above; the signal's reason when it aborts
   */
  static async startOnceLeft(
    wanted: RunOf,
    options: ControlOptions,
    context: CommandContext,
    signal?: AbortSignal,
  ): Promise<HeldRun> {
    const untilMs = context.clock.nowMs() + LEASE_MS;
    let hasSaid = false;
    for (;;) {
      try {
        return await HeldRun.start(wanted, options, context);
      } catch (refusal) {
        if (context.clock.nowMs() > untilMs || !(await mayBeLeft(wanted, options, context))) throw refusal;
        if (!hasSaid)
          note(context, `Waiting, since another run goes on, but for ${formatDuration(LEASE_MS)} at most ...`);
        hasSaid = true;
        await sleep(LOOK_AGAIN_MS, signal);
      }
    }
  }

  private constructor(id: string, options: ControlOptions, context: CommandContext) {
    this.#options = options;
    this.#context = context;
    this.#path = `/api/runs/${id}`;
    // A lab that cannot be reached for a moment keeps the run; one that is gone is missed at its end.
    this.#renewals = context.clock.every(RENEWAL_MS, () => void this.#ask('renew').catch(() => undefined));
  }

  /** Where its records are, in the control API. */
  get recordsPath(): string {
    return `${this.#path}/records`;
  }

  /** Ends the run and has the lab judge it. */
  async stop(): Promise<Run> {
    this[Symbol.dispose]();
    return await this.#ask('stop');
  }

  /** Says no more that it is still there, which would keep this process alive: others get its place once its lease is over. */
  [Symbol.dispose](): void {
    this.#renewals[Symbol.dispose]();
  }

  #ask(what: 'renew' | 'stop'): Promise<Run> {
    return askControl(this.#options, this.#context, runState, 'POST', `${this.#path}/${what}`, {});
  }
}

/** Whether all that is in the way of a run was started by processes that may be gone, or has ended by now. */
async function mayBeLeft(
  { servers: wanted }: RunOf,
  options: ControlOptions,
  context: CommandContext,
): Promise<boolean> {
  const { runs } = await askControl(options, context, runsState, 'GET', '/api/runs').catch(() => ({ runs: undefined }));
  const isInTheWay = ({ servers }: Run) => wanted === undefined || servers.some((label) => wanted.includes(label));
  return runs?.filter(isInTheWay).every(({ leaseLeftMs }) => leaseLeftMs !== undefined) === true;
}
