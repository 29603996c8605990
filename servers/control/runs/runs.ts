import { Semaphore } from '../../../lib/concurrency/semaphore.ts';
import { ConflictError } from '../../../lib/errors/conflict-error.ts';
import { NotFoundError } from '../../../lib/errors/not-found-error.ts';
import { formatDuration } from '../../../lib/units/duration.ts';
import type { RunningServer } from '../../lab/running-server.ts';
import type { RecordLines } from '../../records/record-lines.ts';
import { begin, describe, type KeptRun, noteOther, recordsOf, verdictsOf } from './kept-run.ts';
import { Lease } from './lease.ts';
import type { Run } from './run-schemas.ts';

/** How many stopped runs are remembered. */
const MAX_STOPPED = 20;

/** How many records all stopped runs keep together, about 40 MB of them: those of the runs that stopped first go first. */
const MAX_STOPPED_RECORDS = 100_000;

/** How many runs may go on at once: each has a name of its own. */
const MAX_RUNNING = 100;

/** What the runs of a lab go by. */
export interface RunsOptions {
  /** How many records all stopped runs keep together; those of the last one are kept in any case. */
  readonly maxStoppedRecords?: number;
  /** What time it is, in milliseconds; default: since this process began. */
  readonly clock?: () => number;
}

/** What a run is started with. */
export interface RunOptions {
  /** That of the requests that belong to it; default: all requests do. */
  readonly name?: string | undefined;
  /** After so many milliseconds without a renewal it gives way to the next run without a name; default: it does not. */
  readonly leaseMs?: number | undefined;
}

/**
 * The runs of a lab's servers. One without a name is of all their requests, and starts them afresh: a server has one such
 * run at a time. One with a name is of the requests that give this name, so that any number of them go on at once.
 */
export class Runs {
  readonly #maxStoppedRecords: number;
  readonly #clock: () => number;
  readonly #runs = new Map<string, KeptRun>();
  /** Each run that is judged or read has all its records in memory for a moment: one after the other. */
  readonly #inTurn = new Semaphore(1);
  /** The first request of each server that came after its last run without a name. */
  readonly #betweenSinceSeq = new WeakMap<RunningServer, number>();
  #count = 0;

  constructor({ maxStoppedRecords = MAX_STOPPED_RECORDS, clock = () => performance.now() }: RunsOptions = {}) {
    this.#maxStoppedRecords = maxStoppedRecords;
    this.#clock = clock;
  }

  /**
   * Starts a run: attempts, records, limits and schedules of these servers start afresh; of a run with a name, its attempts
   * alone. An earlier run of that name is stopped, and where as many go on as may, one whose lease is over.
   *
   * @throws ConflictError when a run without a name would begin amid another whose lease is not over
   */
  async start(servers: readonly RunningServer[], { name, leaseMs }: RunOptions = {}): Promise<Run> {
    const ongoing = this.#running(servers);
    const other = ongoing.find(({ lease }) => lease?.leftMs !== 0);
    if (name === undefined && other !== undefined) throw conflict(other, servers);
    const all = this.#running();
    const isFull = all.length >= MAX_RUNNING;
    const left = isFull ? all.find(({ lease }) => lease?.leftMs === 0) : undefined;
    if (isFull && left === undefined) {
      throw new ConflictError(`${MAX_RUNNING} runs go on: stop some of them (POST /api/runs/{id}/stop)`);
    }
    const run: KeptRun = {
      id: `run-${++this.#count}`,
      name,
      servers,
      lease: leaseMs === undefined ? undefined : new Lease(leaseMs, this.#clock),
      sinceSeq: new Map(),
      cuts: [],
      others: new Set(),
      stopped: undefined,
      stopping: undefined,
    };
    // Before anything is awaited: of two that start at once, one is refused.
    this.#runs.set(run.id, run);
    try {
      const replaced = ongoing.filter((earlier) => name === undefined || earlier.name === name);
      const before = all.filter((earlier) => earlier === left || replaced.includes(earlier));
      for (const earlier of before) await this.#giveWay(earlier, run);
      if (name === undefined) await Promise.all(servers.map((server) => this.#noteOthers(run, server)));
      else for (const earlier of ongoing) if (earlier.name === undefined) noteOther(earlier, name);
      await Promise.all(servers.map((server) => begin(run, server)));
    } catch (error) {
      this.#runs.delete(run.id);
      throw error;
    }
    return describe(run);
  }

  /** Says that whoever started a run is still there, which begins its lease again; of one that is stopped or has none, nothing. */
  renew(id: string): Run {
    const run = this.#run(id);
    run.lease?.renew();
    return describe(run);
  }

  /**
   * Ends a run and judges it. Stopping it again changes nothing.
   *
   * @param present the servers that there are by now; default: all that there were
   */
  async stop(id: string, present?: readonly RunningServer[]): Promise<Run> {
    const run = this.#run(id);
    if (run.stopping === undefined && present !== undefined) {
      for (const gone of run.servers.filter((server) => !present.includes(server))) {
        run.cuts.push(`${gone.label} was closed during the run; what came after is not counted.`);
      }
    }
    run.stopping ??= this.#inTurn.run(() => this.#judge(run));
    await run.stopping.catch((error) => {
      run.stopping = undefined;
      throw error;
    });
    return describe(run);
  }

  async #judge(run: KeptRun): Promise<void> {
    const verdicts = (await Promise.all(run.servers.map((server) => verdictsOf(run, server)))).flat();
    run.stopped = { verdicts, records: await this.#lastRecords(run) };
    this.#keepStopped(run);
  }

  /** Begins a new run on a server from outside; those that go on there say that they have lost what came before. */
  async reset(server: RunningServer): Promise<void> {
    await server.reset();
    this.#betweenSinceSeq.delete(server);
    for (const run of this.#running([server])) {
      run.sinceSeq.delete(server);
      run.cuts.push(`${server.label} was reset during the run; what it saw before is lost.`);
    }
  }

  /** Those that go on, in the order in which they began. */
  ongoing(): Run[] {
    return this.#running().map(describe);
  }

  /** @throws NotFoundError */
  get(id: string): Run {
    return describe(this.#run(id));
  }

  /**
   * The requests of a run, those so far while it goes on, as they are kept: for each of its servers.
   *
   * @throws NotFoundError where there is no such run, or no room for its records any more
   */
  async records(id: string): Promise<readonly RecordLines[]> {
    const run = this.#run(id);
    if (run.stopped === undefined) return await this.#inTurn.run(() => recordsOf(run));
    if (run.stopped.records !== undefined) return run.stopped.records;
    throw new NotFoundError(
      `the records of ${id} have been forgotten: stopped runs keep ${this.#maxStoppedRecords} together, those of the last ones`,
    );
  }

  #run(id: string): KeptRun {
    const run = this.#runs.get(id);
    if (run === undefined) throw new NotFoundError(`there is no run "${id}", or it has been forgotten`);
    return run;
  }

  /** The runs that go on at some of these servers; default: at any. */
  #running(servers?: readonly RunningServer[]): KeptRun[] {
    const ongoing = [...this.#runs.values()].filter(({ stopped }) => stopped === undefined);
    return ongoing.filter((run) => servers === undefined || run.servers.some((server) => servers.includes(server)));
  }

  /** What asks between two runs without a name is somebody else's; what asked amid the first may be the second's own too. */
  async #noteOthers(run: KeptRun, server: RunningServer): Promise<void> {
    const between = await server.runNames(this.#betweenSinceSeq.get(server));
    for (const name of between) if (name !== '') noteOther(run, name);
  }

  async #lastRecords(run: KeptRun): Promise<RecordLines[]> {
    const whole = run.name === undefined ? run.servers : [];
    for (const server of whole) this.#betweenSinceSeq.set(server, (await server.counts()).requests);
    return recordsOf(run);
  }

  async #giveWay(earlier: KeptRun, { id, name }: KeptRun): Promise<void> {
    const taken =
      name !== undefined && earlier.name === name ? `the name "${name}"` : 'its place, since nobody had renewed it';
    earlier.cuts.push(`${id} has taken ${taken}; what came after its start is not counted.`);
    await this.stop(earlier.id);
  }

  /** Keeps a run that has stopped behind those that stopped before it, and forgets the first of too many. */
  #keepStopped(run: KeptRun): void {
    this.#runs.delete(run.id);
    this.#runs.set(run.id, run);
    const stopped = [...this.#runs.values()].filter((kept) => kept.stopped !== undefined);
    for (const { id } of stopped.slice(0, -MAX_STOPPED)) this.#runs.delete(id);
    let records = 0;
    for (const { stopped: kept } of stopped.toReversed()) {
      records += kept!.records?.reduce((sum, { count }) => sum + count, 0) ?? 0;
      if (kept !== run.stopped && records > this.#maxStoppedRecords) delete kept!.records;
    }
  }
}

function conflict({ id, name, servers, lease }: KeptRun, wanted: readonly RunningServer[]): ConflictError {
  const labels = servers.filter((server) => wanted.includes(server)).map(({ label }) => label);
  const called = name === undefined ? id : `${id} ("${name}")`;
  const stop = `stop that one (POST /api/runs/${id}/stop)`;
  const ways =
    lease === undefined
      ? `or ${stop}`
      : `${stop}, or wait ${formatDuration(Math.ceil(lease.leftMs / 1000) * 1000)} where whoever started it is gone`;
  return new ConflictError(`${called} goes on at ${labels.join(', ')}: give yours a name (watch --run NAME), ${ways}`);
}
