import { type Job, UnrecoverableError, Worker } from 'bullmq';
import { onAbort } from '../../lib/concurrency/on-abort.ts';
import { sleep } from '../../lib/concurrency/sleep.ts';
import { AgentError } from '../../lib/errors/agent-error.ts';
import { messageOf } from '../../lib/errors/message-of.ts';
import { UsageError } from '../../lib/errors/usage-error.ts';
import { BenchServers } from '../experiment/servers/bench-servers.ts';
import type { AgentEvent } from './agent-event.ts';
import { CellMemory } from './cell-memory.ts';
import { every } from './every.ts';
import { forgetBench } from './forget-bench.ts';
import { PREFIX, samplesKey } from './keys.ts';
import { faultOf, type Progress, report, stageOf } from './progress.ts';
import type { RedisLink } from './redis/redis-link.ts';
import { refusalOf } from './redis/redis-refusal.ts';
import { checkIn, checkOut, type Present, PULSE_MS } from './roster.ts';
import { runShare, type ShareDone, toldOf } from './run-share.ts';
import { sendSamples } from './sample-stream.ts';
import { serverClock } from './server-clock.ts';
import { addressedBy, readShare, type Share } from './share.ts';

/** How the queue finds out that whoever had a job is dead, in milliseconds. It never hands it to somebody else: the lab does. */
const LOCK_MS = 5000;
const STALLED_LOOK_MS = 1000;

/** How often the stage of a cell is looked at: before its start, and after it, in milliseconds. */
const START_LOOK_MS = 25;
const RUN_LOOK_MS = 200;

/** An agent whose bench is not told at so many looks in turn is free: where Redis was away, the bench says itself again soon. */
const FREE_LOOKS = 3;

/** Servers that their bench reaches, and an agent does not. */
const FROM_ELSEWHERE = ': from other machines that takes npx flaglab serve --host, and --attach';

/** An agent: does shares of cells for one bench at a time, and one share at a time. */
export class Agent {
  readonly #link: RedisLink;
  readonly #self: Present;
  readonly #tell: (event: AgentEvent) => void;
  #warmUp: Promise<BenchServers> | undefined;
  /** The bench that it works for, and how its jobs come. */
  #bench: { readonly id: string; readonly worker: Worker; readonly over: AbortController } | undefined;
  #isRunning = false;
  /** The share that it was given last, until it has told what came of it. */
  #taking: Promise<void> = Promise.resolve();

  constructor(link: RedisLink, self: Present, tell: (event: AgentEvent) => void) {
    this.#link = link;
    this.#self = self;
    this.#tell = tell;
  }

  /** Whether its requests are on their way just now. */
  get isRunning(): boolean {
    return this.#isRunning;
  }

  /**
   * Works until the signal aborts. A share that is running then is finished; one that waits for its start is handed back.
   *
   * @throws LabError when it cannot warm clients up
   */
  async work(signal: AbortSignal): Promise<void> {
    try {
      let freeLooks = 0;
      while (!signal.aborted) {
        const here = this.#link.unlessRefused(checkIn(this.#link.redis, this.#self));
        const bench = await untilAborted(here, signal);
        freeLooks = bench === null ? freeLooks + 1 : 0;
        const isSure = bench !== null || freeLooks >= FREE_LOOKS;
        if (bench !== this.#bench?.id && bench !== undefined && isSure) {
          // What still waits for its start waits in vain: its bench has ended without a word.
          this.#bench?.over.abort();
          await this.#leave(() => checkIn(this.#link.redis, this.#self), signal);
          if (bench !== null) this.#join(bench, signal);
        }
        await sleep(PULSE_MS, signal).catch(() => {});
      }
    } finally {
      // From now on it is dealt no share any more.
      await this.#leave(() => checkOut(this.#link.redis, this.#self), signal);
      await (await this.#warmUp)?.[Symbol.asyncDispose]();
    }
    if (!this.#link.isMissed) await this.#lastWait(checkOut(this.#link.redis, this.#self));
  }

  #join(id: string, signal: AbortSignal): void {
    const over = new AbortController();
    const leaving = AbortSignal.any([signal, over.signal]);
    const take = (job: Job) => {
      this.#taking = this.#take(job.data, leaving);
      return this.#taking;
    };
    const worker = new Worker(id, take, {
      connection: this.#link.redis,
      prefix: PREFIX,
      concurrency: 1,
      maxStalledCount: 0,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_LOOK_MS,
    });
    // Redis that is away is said once, by its own connection.
    worker.on('error', () => {});
    this.#bench = { id, worker, over };
    this.#tell({ type: 'joined', bench: id });
  }

  /**
   * @param say says meanwhile that it is there
   * @param ending aborted where it is not to come back
   */
  async #leave(say: () => Promise<unknown>, ending: AbortSignal): Promise<void> {
    const bench = this.#bench;
    if (bench === undefined) return;
    this.#bench = undefined;
    // What is still to be finished, somebody waits for.
    say().catch(() => {});
    using _there = every(PULSE_MS, say);
    const wait = (work: Promise<unknown>) => (ending.aborted ? this.#lastWait(work) : this.#link.unlessRefused(work));
    const closed = bench.worker.close(this.#link.isMissed);
    // A queue that cannot be closed properly is left, but not before the share is done that somebody waits for.
    await wait(ending.aborted ? Promise.allSettled([closed, this.#taking]) : closed);
    if (!this.#link.isMissed) await wait(forgetBench(this.#link.redis, bench.id));
    this.#tell({ type: 'left', bench: bench.id });
  }

  /** Waits for the last of its work, but not for a Redis that is away: it may never come back. What is running has some time. */
  async #lastWait(work: Promise<unknown>): Promise<void> {
    const missed = Promise.withResolvers<void>();
    using _looking = every(RUN_LOOK_MS, async () => {
      if (this.#link.isMissed && !this.#isRunning) missed.resolve();
    });
    await Promise.race([this.#link.orGone(work), missed.promise]).catch(() => {});
  }

  async #take(data: unknown, leaving: AbortSignal): Promise<void> {
    const from = addressedBy(data);
    const tell = async (progress: Progress) => {
      if (from !== undefined) await report(this.#link.redis, from, progress);
    };
    const agent = this.#self.id;
    let share: Share | undefined;
    let isOwn = false;
    try {
      share = readShare(data);
      isOwn = share.task.client.kind === 'command' || share.task.client.kind === 'module';
      this.#requireAllowed(share);
      const done = await this.#run(share, leaving, tell);
      await tell({ state: 'done', agent, ...toldOf(done) });
      this.#tell({ type: 'done', share, tookMs: done.tookMs });
    } catch (error) {
      const refusal = refusalOf(error);
      const message = refusal === undefined ? messageOf(error) : `Redis refuses what it has to say (${refusal})`;
      await this.#link.unlessRefused(tell({ state: 'failed', agent, message, fault: faultOf(error, isOwn) }));
      this.#tell({ type: 'failed', share, run: from?.run, why: message });
      throw new UnrecoverableError(message);
    }
  }

  /** @throws UsageError for what is somebody's own, unless that is allowed */
  #requireAllowed({ task }: Share): void {
    const { kind } = task.client;
    if (this.#self.allowsCommands || (kind !== 'command' && kind !== 'module')) return;
    const what = kind === 'command' ? 'commands' : 'files';
    throw new UsageError(`it runs no ${what} of somebody's own: start the agent with --allow-commands`);
  }

  async #run(share: Share, leaving: AbortSignal, tell: (progress: Progress) => Promise<void>): Promise<ShareDone> {
    const { bench, run, index } = share;
    const agent = this.#self.id;
    const over = new AbortController();
    const held = async () => {
      await tell({ state: 'held', agent });
      this.#tell({ type: 'held', share });
      const startMs = await this.#untilStart(share, leaving);
      this.#isRunning = true;
      this.#tell({ type: 'started', share });
      return startMs;
    };
    using _watched = this.#watch(share, over, tell);
    try {
      const ask = serverClock(share.control, FROM_ELSEWHERE);
      const done = await runShare(share, {
        agent: this.#self.name,
        ask,
        held,
        warmUpUrl: () => this.#warmUpUrl(),
        signal: over.signal,
      });
      await this.#requireWanted(share);
      const { outcomes = [] } = done.brought;
      await sendSamples(this.#link.redis, samplesKey(bench, run, index), outcomes);
      return done;
    } catch (error) {
      throw over.signal.aborted ? over.signal.reason : error;
    } finally {
      this.#isRunning = false;
    }
  }

  /** @throws AgentError when the cell is over before it has begun, or the agent is to leave */
  async #untilStart({ bench, run }: Share, leaving: AbortSignal): Promise<number> {
    const memory = new CellMemory();
    while (true) {
      const stage = await stageOf(this.#link.redis, bench, run);
      if (stage?.stage === 'starting') return stage.startMs;
      memory.requireWanted(stage);
      await sleep(START_LOOK_MS, leaving).catch(() => {
        throw new AgentError('it was stopped before the start');
      });
    }
  }

  /** @throws AgentError when nobody waits for the share any more: who was stopped for a while has not heard of that */
  async #requireWanted({ bench, run }: Share): Promise<void> {
    const memory = new CellMemory();
    while (true) {
      const stage = await stageOf(this.#link.redis, bench, run);
      memory.requireWanted(stage);
      if (stage !== undefined) return;
      await sleep(RUN_LOOK_MS);
    }
  }

  /** While a share goes on: says so, should Redis have forgotten it, and notices when its cell is over. */
  #watch(share: Share, over: AbortController, tell: (progress: Progress) => Promise<void>): Disposable {
    const memory = new CellMemory();
    return every(RUN_LOOK_MS, async () => {
      if (!this.#isRunning) return;
      const stage = await stageOf(this.#link.redis, share.bench, share.run);
      const why = memory.whyOver(stage);
      if (why !== undefined) over.abort(new AgentError(why));
      else if (this.#isRunning) await tell({ state: 'running', agent: this.#self.id });
    });
  }

  async #warmUpUrl(): Promise<string> {
    this.#warmUp ??= BenchServers.start({ servers: [], seed: 0, timeScale: 1 });
    return (await this.#warmUp).warmUpUrl;
  }
}

/** Waits for a promise, or until the signal aborts: undefined then. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  using _listening = onAbort(signal, () => resolve(undefined));
  return await Promise.race([work, promise]);
}
