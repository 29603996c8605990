import { Queue } from 'bullmq';
import { AgentError } from '../../lib/errors/agent-error.ts';
import { messageOf } from '../../lib/errors/message-of.ts';
import { MissedStartError } from '../../lib/errors/missed-start-error.ts';
import type { CellTask } from '../experiment/cell/cell-process.ts';
import { type CellBrought, type CellGround, type CellRunner, isCommandTask } from '../experiment/cell/cell-runner.ts';
import type { CommandTask } from '../experiment/cell/command-cell.ts';
import { CellAttempt } from './cell-attempt.ts';
import { Crew, type CrewOptions } from './crew.ts';
import { forgetBench } from './forget-bench.ts';
import { PREFIX } from './keys.ts';
import { RedisLink } from './redis/redis-link.ts';

/** How far ahead the common start of a cell is, in milliseconds: first, and where that was too soon. */
const LEAD_MS = 1000;
const LEAD_AGAIN_MS = 3000;

/** How cells are spread over agents. */
export interface SpreadOptions extends CrewOptions {
  /** How many agents the cells of the run are to have: another number than `count` where it is gone on with by others. */
  readonly wanted: number;
  /** The address of Redis. */
  readonly redis: string;
  /** Is told when Redis cannot be used, or can be again. */
  readonly missed?: (message: string) => void;
  /** Keeps what an attempt has left that was given up, as a text of that name. */
  readonly keep: (name: string, text: string) => Promise<void>;
}

/** Runs the client of each cell on several machines at once: every agent does a share. Disposing of it gives the agents back. */
export class SpreadCells implements CellRunner, AsyncDisposable {
  readonly #options: SpreadOptions;
  readonly #link: RedisLink;
  readonly #crew: Crew;
  readonly #queue: Queue;

  /**
   * Connects, and waits for the agents.
   *
   * @throws LabError when no Redis answers, AgentsGoneError when there are too few agents
   */
  static async start(options: SpreadOptions): Promise<SpreadCells> {
    const { missed } = options;
    const link = await RedisLink.open(options.redis, missed === undefined ? {} : { missed });
    try {
      return new SpreadCells(options, link, await Crew.gather(link, options));
    } catch (error) {
      link[Symbol.dispose]();
      throw error;
    }
  }

  private constructor(options: SpreadOptions, link: RedisLink, crew: Crew) {
    this.#options = options;
    this.#link = link;
    this.#crew = crew;
    this.#queue = new Queue(options.bench, { connection: link.redis, prefix: PREFIX });
    this.#queue.on('error', () => {});
  }

  /**
   * Where an agent fails, all shares are given up, and the cell is done once more as a run of its own, so that nothing of the
   * first is counted. So it is, once, where they have not begun together, with longer until the start.
   *
   * @throws AgentError when that happens again, LabError when the servers are gone, ClientError when a client of somebody's own
   *   fails, AgentsGoneError when there are no agents any more, or no Redis
   */
  async run(task: CellTask | CommandTask, ground: CellGround): Promise<CellBrought> {
    const failed: AgentError[] = [];
    while (true) {
      const run = nameOfTry(ground.run, this.#options.bench, failed.length);
      try {
        const brought = await this.#attempt(task, ground, run, failed.some(isMissedStart) ? LEAD_AGAIN_MS : LEAD_MS);
        const spread = { ...brought.spread!, wanted: this.#options.wanted };
        if (failed.length === 0) return { ...brought, run, spread };
        return { ...brought, run, spread: { ...spread, givenUp: failed.map(messageOf) } };
      } catch (error) {
        if (!(error instanceof AgentError) || ground.signal?.aborted) throw error;
        // Where the servers are gone, no agent is to blame, and doing it once more is of no use.
        await ground.servers.control();
        const isFirst = failed.every((before) => isMissedStart(before) !== isMissedStart(error));
        if (!isFirst) throw new AgentError([error, ...failed].map(messageOf).join('; before that, '), { cause: error });
        failed.push(error);
        this.#options.tell(`${error.message}: ${ground.name} is done once more.`);
        await this.#crew.heardAgain();
      }
    }
  }

  async #attempt(task: CellTask | CommandTask, ground: CellGround, run: string, leadMs: number): Promise<CellBrought> {
    const { bench } = this.#options;
    const agents = await this.#crew.ready();
    const attempt = new CellAttempt(
      { link: this.#link, queue: this.#queue, crew: this.#crew, bench },
      { task: named(task, run), agents, run, leadMs },
      ground,
    );
    try {
      return await attempt.run();
    } catch (error) {
      if (error instanceof AgentError) await this.#keep(run, error.message, attempt);
      throw error;
    } finally {
      if (!this.#link.isMissed) await this.#link.unlessRefused(attempt.end());
    }
  }

  /** What is left of a run that was given up is evidence, and no part of any figure. */
  async #keep(run: string, why: string, attempt: CellAttempt): Promise<void> {
    const left = { isMerged: false, run, why, ...(await this.#link.orGone(attempt.left())) };
    await this.#options.keep(`given-up-${run}.json`, `${JSON.stringify(left, undefined, 2)}\n`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#crew[Symbol.asyncDispose]();
    if (!this.#link.isMissed) {
      await this.#link.unlessRefused(forgetBench(this.#link.redis, this.#options.bench));
      await this.#queue.close().catch(() => {});
    }
    this.#link[Symbol.dispose]();
  }
}

/** What the name of a run ends in that is done once more, or twice; no name of a run is longer than 64 characters. */
const AGAIN = ['', '.again', '.again2'];
const MAX_FIRST_LENGTH = 52;

/** So much of a bench's id tells its runs from those of others. */
const OWN_LENGTH = 4;

/** Agents of a bench that was killed still ask for a while: whoever goes on with it, or begins the same, has runs of its own. */
function nameOfTry(run: string, bench: string, before: number): string {
  return `${run.slice(0, MAX_FIRST_LENGTH)}.${bench.slice(-OWN_LENGTH)}${AGAIN[before]}`;
}

function isMissedStart(error: AgentError): boolean {
  return error instanceof MissedStartError;
}

/** The same task, its requests with that run's name where they have any. */
function named(task: CellTask | CommandTask, run: string): CellTask | CommandTask {
  if (isCommandTask(task) || task.options.run === undefined) return task;
  return { ...task, options: { ...task.options, run } };
}
