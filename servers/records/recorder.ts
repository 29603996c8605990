import { performance } from 'node:perf_hooks';
import { ENDINGS, type Ended, type Failing, type RequestRecord } from '../../lib/request-record.ts';
import type { Arrival } from './arrival.ts';
import type { LiveFigures } from './live-figures.ts';
import { ClosedConnections } from './memory/closed-connections.ts';
import { OpenConnections } from './memory/open-connections.ts';
import { RecordColumns } from './memory/record-columns.ts';
import { RunProgress } from './memory/run-progress.ts';
import { type Totals, TotalsCounter } from './memory/totals.ts';
import type { RecordFilter } from './record-filter.ts';
import type { RunCounts } from './run-counts.ts';

/** How many requests are remembered; older ones are overwritten and counted as dropped. */
const RECORDER_CAPACITY = 65_536;

/**
 * Remembers what happened to each request, in a ring of typed arrays: its cost per request is a few stores, its memory
 * is bounded, and what no longer fits is counted.
 *
 * @example
 * ```ts
 * import { createFlagServer, listen, type Recorder } from 'flaglab';
 * const server = createFlagServer();
 * const recorder: Recorder = server.recorder;
 * const { url, close } = await listen(server.handle, { label: server.label, port: 0 });
 * await fetch(`${url}/flags/br/br.gif`);
 * await fetch(`${url}/flags/xx/xx.gif`);
 * console.log(recorder.counts, recorder.records().at(-1)?.status); // { requests: 2, inFlight: 0, ok: 1 } 404
 * await close();
 * ```
 */
export class Recorder {
  readonly label: string;
  /** Whether the server breaks connections off itself, so that a client whose connection ends has not left; default false. */
  breaksOff = false;
  #capacity: number;
  readonly #clock: () => number;
  readonly #columns: RecordColumns;
  readonly #closed: ClosedConnections;
  readonly #totals = new TotalsCounter();
  readonly #open: OpenConnections;
  #next = 0;
  #run: RunProgress;

  /** @param clock milliseconds from a monotonic clock; `performance.now` unless a test says otherwise */
  constructor(label: string, capacity: number = RECORDER_CAPACITY, clock: () => number = () => performance.now()) {
    this.label = label;
    this.#capacity = capacity;
    this.#clock = clock;
    this.#columns = new RecordColumns(capacity);
    this.#closed = new ClosedConnections(capacity, clock);
    this.#open = new OpenConnections(this.#columns, this.#closed);
    this.#run = new RunProgress(0, clock(), 1);
  }

  /** Milliseconds since the run began, on the clock of its records. */
  get elapsedMs(): number {
    return this.#clock() - this.#run.startMs;
  }

  /** How many of the run's requests have been overwritten. */
  get dropped(): number {
    return Math.max(0, this.#run.requests - this.#capacity);
  }

  /** The run's figures so far, without going through its records. */
  get counts(): RunCounts {
    const { requests, ended, ok } = this.#run;
    return { requests, inFlight: requests - ended, ok };
  }

  /** How many runs have begun since the start of the server. */
  get runs(): number {
    return this.#run.number;
  }

  /** What there is to see of the server at this moment. */
  get live(): LiveFigures {
    const { number: runs, peakInFlight } = this.#run;
    const connections = this.#open.count(this.#next);
    const { counts } = this;
    const queued = counts.inFlight === 0 ? 0 : this.#columns.countWaiting(this.#firstId(), this.#next);
    return { runs, ...counts, queued, peakInFlight, connections, statuses: this.totals.statuses };
  }

  /** What has been counted since the start of the server, in all runs. */
  get totals(): Totals {
    return this.#totals.totals;
  }

  /** Remembers so many from now on, more than before. */
  protected grow(capacity: number): void {
    this.#columns.grow(capacity, Math.max(0, this.#next - this.#capacity), this.#next);
    this.#closed.grow(capacity);
    this.#capacity = capacity;
  }

  /** A request has arrived. Returns its number, by which the other calls name it. */
  arrive({ run, agent, key, attempt, connection, injectedMs, serviceMs, faults, failsBy }: Arrival): number {
    const id = this.#next++;
    const nowMs = this.#clock();
    this.#run.arrived(this.#next, nowMs, injectedMs);
    const slot = id % this.#capacity;
    const columns = this.#columns;
    columns.runs[slot] = run;
    columns.agents[slot] = agent;
    columns.failsBy[slot] = failsBy;
    columns.keys[slot] = key;
    columns.faults[slot] = faults;
    columns.wrote[slot] = undefined;
    columns.attempts[slot] = attempt;
    columns.connections[slot] = connection;
    columns.injected[slot] = injectedMs;
    columns.service[slot] = serviceMs;
    columns.open(slot, nowMs);
    this.#totals.arrive();
    return id;
  }

  /** It has to wait for a place from now on. */
  queued(id: number): void {
    if (this.#remembers(id)) this.#columns.waitsFrom[id % this.#capacity] = this.#clock();
  }

  /** It has got its place, after so long a wait in all. */
  started(id: number, queuedMs: number): void {
    if (!this.#remembers(id)) return;
    this.#columns.waitsFrom[id % this.#capacity] = Number.NaN;
    this.#columns.started[id % this.#capacity] = this.#clock();
    this.#columns.queued[id % this.#capacity] = queuedMs;
    if (id >= this.#run.firstId) this.#run.waits(queuedMs);
  }

  /** A limit has turned it away: nothing was injected but the refusal. */
  shed(id: number, faults: readonly string[], failsBy: Failing): void {
    if (!this.#remembers(id)) return;
    const slot = id % this.#capacity;
    this.#columns.shed[slot] = 1;
    this.#columns.failsBy[slot] = failsBy;
    this.#columns.faults[slot] = faults;
    this.#columns.injected[slot] = 0;
    this.#columns.service[slot] = 0;
  }

  /** Its work has been done: two with the same text were meant to do the same. */
  wrote(id: number, work: string): void {
    if (this.#remembers(id)) this.#columns.wrote[id % this.#capacity] = work;
  }

  /** The answer tells the client to wait so long before it asks again. */
  retryAfter(id: number, ms: number): void {
    if (this.#remembers(id)) this.#columns.retryAfter[id % this.#capacity] = ms;
  }

  /** The answer's first byte is on its way. */
  firstByte(id: number): void {
    if (this.#remembers(id)) this.#columns.firstByte[id % this.#capacity] = this.#clock();
  }

  /** Its body was held back to a pace, over so long a time. */
  paced(id: number, ms: number): void {
    if (this.#remembers(id)) this.#columns.injected[id % this.#capacity]! += ms;
  }

  /** The request has ended; `agoMs` is how long ago, where that was known only now. */
  end(id: number, seen: Ended, status: number, bytes: number, agoMs = 0): void {
    const ending = this.breaksOff && seen === 'client-gone' ? 'reset' : seen;
    const endedMs = this.#clock() - agoMs;
    if (id >= this.#run.firstId) this.#run.hasEnded(endedMs, agoMs > 0, ending === 'sent' && status < 400);
    if (!this.#remembers(id)) return void this.#totals.forgotten();
    const slot = id % this.#capacity;
    this.#columns.endings[slot] = ENDINGS.indexOf(ending);
    this.#columns.statuses[slot] = status;
    this.#columns.bytes[slot] = bytes;
    this.#columns.close(slot, endedMs);
    const lastedMs = endedMs - this.#columns.arrived[slot]!;
    if (id >= this.#run.firstId) this.#run.lasted(lastedMs);
    this.#totals.end(this.#columns.statusOf(slot), this.#columns.faults[slot]!, lastedMs);
  }

  /** To be called with the number of a connection that brought requests, when it has closed. */
  get connectionClosed(): (connection: number) => void {
    return this.#closed.add;
  }

  /** When the connections closed that brought the run's requests, by their numbers; those still open are absent. */
  get connectionsClosedMs(): ReadonlyMap<number, number> {
    return this.#closed.since(this.#run.startMs);
  }

  /** Begins a new run: numbers and times start at zero, earlier requests are forgotten. */
  reset(): void {
    this.#open.count(this.#next);
    this.#closed.clear();
    this.#open.forgotten();
    this.#run = new RunProgress(this.#next, this.#clock(), this.#run.number + 1);
  }

  /** The run's requests in order of arrival, those still open included. */
  records({ run, sinceSeq }: RecordFilter = {}): RequestRecord[] {
    const records: RequestRecord[] = [];
    for (let id = this.#firstId(sinceSeq); id < this.#next; id++) {
      if (run === undefined || run === (this.#columns.runs[id % this.#capacity] ?? '')) records.push(this.record(id));
    }
    return records;
  }

  /** Whether any of these requests is still open, of those before that number in the run. */
  hasOpen({ run, sinceSeq }: RecordFilter, untilSeq: number): boolean {
    return this.#columns.hasOpen(this.#firstId(sinceSeq), Math.min(this.#next, this.#run.firstId + untilSeq), run);
  }

  /** The names that the run's requests gave theirs, each once; empty for those that gave none. */
  runNames(sinceSeq?: number): string[] {
    const names = new Set<string>();
    for (let id = this.#firstId(sinceSeq); id < this.#next; id++) {
      names.add(this.#columns.runs[id % this.#capacity] ?? '');
    }
    return [...names];
  }

  /** One request of the run, by its number in it; undefined where it is not remembered, or has not come. */
  recordAt(seq: number): RequestRecord | undefined {
    const id = this.#run.firstId + seq;
    return id < this.#next && this.#remembers(id) ? this.record(id) : undefined;
  }

  /** Whether that request of the run waits for a place at this moment. */
  isWaiting(seq: number): boolean {
    const id = this.#run.firstId + seq;
    return this.#remembers(id) && this.#columns.isWaiting(id % this.#capacity);
  }

  /** One request, by the number that {@link arrive} gave. */
  record(id: number): RequestRecord {
    const { firstId, startMs } = this.#run;
    const remembered = this.#columns.remembered(id % this.#capacity, startMs, this.#clock);
    return { seq: id - firstId, label: this.label, ...remembered };
  }

  #firstId(sinceSeq = 0): number {
    return Math.max(this.#run.firstId + sinceSeq, this.#next - this.#capacity);
  }

  #remembers(id: number): boolean {
    return id >= this.#next - this.#capacity;
  }
}
