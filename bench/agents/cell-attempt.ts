import type { Queue } from 'bullmq';
import type { Outcome } from '../../clients/download/outcome.ts';
import { onAbort } from '../../lib/concurrency/on-abort.ts';
import { sleep } from '../../lib/concurrency/sleep.ts';
import { AgentError } from '../../lib/errors/agent-error.ts';
import { ClientError } from '../../lib/errors/client-error.ts';
import { LabError } from '../../lib/errors/lab-error.ts';
import { MissedStartError } from '../../lib/errors/missed-start-error.ts';
import { version } from '../../lib/package/version.ts';
import { counted } from '../../lib/units/counted.ts';
import type { CellTask } from '../experiment/cell/cell-process.ts';
import type { CellBrought, CellGround } from '../experiment/cell/cell-runner.ts';
import type { CommandTask } from '../experiment/cell/command-cell.ts';
import type { Crew } from './crew.ts';
import { every } from './every.ts';
import { progressKey, samplesKey } from './keys.ts';
import { type DoneShare, mergeShares } from './merge-shares.ts';
import { type Done, type Progress, progressOf, type Stage, setStage } from './progress.ts';
import type { RedisLink } from './redis/redis-link.ts';
import type { Present } from './roster.ts';
import { readSamples } from './sample-stream.ts';
import { type AskClock, serverClock } from './server-clock.ts';
import type { Share } from './share.ts';
import { type ShareTask, splitCell } from './split-cell.ts';

/** How often the shares are looked at, and their cell's stage is said again, in milliseconds. */
const LOOK_MS = 40;
const SAY_AGAIN_MS = 500;

/** How long before the common start the servers' run begins, as a share of how far ahead that is. */
const BEGIN_BEFORE = 0.4;

/** How long it may take until all shares are held, and until what was told of one is told again, in milliseconds. */
const HOLD_MS = 60_000;
const FORGOTTEN_MS = 5000;

/** What an attempt works with. */
export interface AttemptWay {
  readonly link: RedisLink;
  readonly queue: Queue;
  readonly crew: Crew;
  readonly bench: string;
}

/** A cell that is to be done by these agents, as this run. */
export interface SpreadCell {
  readonly task: CellTask | CommandTask;
  readonly agents: readonly Present[];
  readonly run: string;
  /** How far ahead the common start is when it is told, in milliseconds. */
  readonly leadMs: number;
}

/** One attempt to have agents do a cell. */
export class CellAttempt {
  readonly #way: AttemptWay;
  readonly #cell: SpreadCell;
  readonly #ground: CellGround;
  readonly #tasks: readonly ShareTask[];
  readonly #outcomes = new Map<number, Outcome[]>();
  #stage: Stage = { stage: 'gathering' };
  #hasBegun = false;
  readonly #starts: number;

  constructor(way: AttemptWay, cell: SpreadCell, ground: CellGround) {
    this.#way = way;
    this.#cell = cell;
    this.#ground = ground;
    this.#starts = way.link.starts;
    this.#tasks = splitCell(cell.task, cell.agents.length);
  }

  /**
   * Hands the shares out, has them begin together, and puts together what they bring.
   *
   * @throws MissedStartError when they do not begin together, AgentError when an agent does not do its share, ClientError when
   *   a client of somebody's own fails, LabError when the servers are gone, AgentsGoneError when Redis is
   */
  async run(): Promise<CellBrought> {
    const stopped = Promise.withResolvers<never>();
    using _stopped = onAbort(this.#ground.signal, () => stopped.reject(new LabError('the cell was stopped')));
    stopped.promise.catch(() => {});
    using _saidAgain = every(SAY_AGAIN_MS, () => this.#say(this.#stage));
    return await Promise.race([this.#way.link.orGone(this.#run()), stopped.promise]);
  }

  async #run(): Promise<CellBrought> {
    const control = await this.#ground.servers.control();
    await this.#say({ stage: 'gathering' });
    await this.#handOut(control);
    await this.#until('held', HOLD_MS);
    const startMs = await this.#start(serverClock(control));
    const done = await this.#until('done');
    const shares: DoneShare[] = [];
    for (const [index, task] of this.#tasks.entries()) shares.push(await this.#collect(index, task, done));
    // Whoever was free first has taken a share.
    const busy = new Set(shares.map(({ agent }) => agent.id));
    const idle = this.#cell.agents.filter(({ id }) => !busy.has(id)).map(({ name }) => name);
    return mergeShares(shares, startMs, idle);
  }

  /** Gives it up. Resolves with what there is of it: what came of shares, and what the server has seen. */
  async left(): Promise<object> {
    // Before the server is asked: what agents still do would keep it waiting.
    await this.#say({ stage: 'over' });
    const { servers, label } = this.#ground;
    const seen = this.#hasBegun ? await servers.end(label, this.#cell.run).catch(() => undefined) : undefined;
    const { link, bench } = this.#way;
    const told = await progressOf(link.redis, bench, this.#cell.run).catch(() => new Map<number, Progress>());
    const shares = await Promise.all(
      this.#tasks.map(async (_task, index) => {
        const { agent } = told.get(index) ?? {};
        const outcomes = await this.#samples(index).catch(() => []);
        return { index, ...(agent !== undefined && { agent: this.#nameOf(agent) }), outcomes };
      }),
    );
    return { shares, records: seen?.records ?? [] };
  }

  /** Ends it: what agents still do of it they give up, and nothing of it is kept in Redis. */
  async end(): Promise<void> {
    const { link, queue, bench } = this.#way;
    const { run } = this.#cell;
    await this.#say({ stage: 'over' });
    await queue.drain();
    await link.redis.del(progressKey(bench, run), ...this.#tasks.map((_, index) => samplesKey(bench, run, index)));
  }

  async #say(stage: Stage): Promise<void> {
    this.#stage = stage;
    await setStage(this.#way.link.redis, this.#way.bench, this.#cell.run, stage);
  }

  async #handOut(control: string): Promise<void> {
    const { bench, queue } = this.#way;
    const { run } = this.#cell;
    const of = this.#tasks.length;
    const jobs = this.#tasks.map((task, index) => {
      const data: Share = { version: version(), bench, run, index, of, cell: this.#ground.name, control, task };
      // By its own number it is there once, should it be handed out twice because the connection broke.
      const opts = { jobId: `${run}-${index}`, removeOnComplete: true, removeOnFail: true };
      return { name: 'share', data, opts };
    });
    await queue.addBulk(jobs);
  }

  /** Resolves with the common start, once the servers' run has begun before it. */
  async #start(ask: AskClock): Promise<number> {
    const { servers, label } = this.#ground;
    const { leadMs } = this.#cell;
    const startMs = (await ask()) + leadMs;
    await this.#say({ stage: 'starting', startMs });
    await sleep(Math.max(0, startMs - BEGIN_BEFORE * leadMs - (await ask())));
    await servers.begin(label);
    this.#hasBegun = true;
    const lateMs = (await ask()) - startMs;
    if (lateMs > 0)
      throw new MissedStartError(`the servers' run began ${Math.ceil(lateMs)} ms after the start of the agents`);
    return startMs;
  }

  /** Looks at the shares until all of them are held, or done. */
  async #until(wanted: 'held' | 'done', timeoutMs = Number.POSITIVE_INFINITY): Promise<Map<number, Progress>> {
    const { link, bench } = this.#way;
    const known = new Map<number, { progress: Progress; toldMs: number }>();
    const beganMs = performance.now();
    while (true) {
      if (link.starts !== this.#starts) throw new AgentError('Redis was started again, and may have forgotten shares');
      const told = await progressOf(link.redis, bench, this.#cell.run);
      const nowMs = performance.now();
      for (const [index, progress] of told) known.set(index, { progress, toldMs: nowMs });
      for (const { progress, toldMs } of known.values()) this.#requireWell(progress, nowMs - toldMs);
      if (known.size < this.#tasks.length) this.#requireAgents([...known.values()].map(({ progress }) => progress));
      const reached = [...known.values()].filter(({ progress }) => wanted === 'held' || progress.state === 'done');
      if (reached.length === this.#tasks.length) {
        return new Map([...known].map(([index, { progress }]) => [index, progress]));
      }
      if (nowMs - beganMs > timeoutMs) {
        throw new AgentError(
          `${counted(reached.length, 'share')} of ${this.#tasks.length} had an agent within a minute`,
        );
      }
      await sleep(LOOK_MS);
    }
  }

  #requireWell(progress: Progress, silentMs: number): void {
    const { agent } = progress;
    const name = this.#nameOf(agent);
    if (progress.state === 'failed') {
      const why = `agent ${name}: ${progress.message}`;
      if (progress.fault === 'client') throw new ClientError(why);
      if (progress.fault === 'refused') throw new LabError(why);
      throw progress.fault === 'late' ? new MissedStartError(why) : new AgentError(why);
    }
    if (progress.state === 'done') return;
    if (!this.#way.crew.has(agent)) throw new AgentError(`agent ${name} has died`);
    if (silentMs > FORGOTTEN_MS) throw new AgentError(`nothing is heard of the share of agent ${name} any more`);
  }

  /** Whether there are agents for the shares of which nothing is told yet. */
  #requireAgents(told: readonly Progress[]): void {
    const { crew } = this.#way;
    const gone = this.#cell.agents.find(({ id }) => !crew.has(id));
    if (gone !== undefined) throw new AgentError(`agent ${gone.name} has died`);
    const others = this.#cell.agents.filter(({ id }) => told.every(({ agent }) => agent !== id));
    const leaving = others.find(({ id }) => crew.isLeaving(id));
    const staying = others.filter(({ id }) => !crew.isLeaving(id)).length;
    if (leaving !== undefined && staying < this.#tasks.length - told.length) {
      throw new AgentError(`agent ${leaving.name} was stopped before the start`);
    }
  }

  #nameOf(agent: string): string {
    return this.#cell.agents.find(({ id }) => id === agent)?.name ?? agent;
  }

  async #collect(index: number, task: ShareTask, progress: ReadonlyMap<number, Progress>): Promise<DoneShare> {
    const done = progress.get(index) as Done;
    const agent = this.#cell.agents.find(({ id }) => id === done.agent);
    if (agent === undefined) throw new AgentError(`a share was done by ${done.agent}, who was not asked`);
    return { task, agent, done, outcomes: await this.#samples(index) };
  }

  /** What a share has sent is deleted as it is read. */
  async #samples(index: number): Promise<Outcome[]> {
    const { link, bench } = this.#way;
    const outcomes = this.#outcomes.get(index) ?? [];
    this.#outcomes.set(index, outcomes);
    for await (const chunk of readSamples(link.redis, samplesKey(bench, this.#cell.run, index))) {
      for (const outcome of chunk) outcomes.push(outcome);
    }
    return outcomes;
  }
}
