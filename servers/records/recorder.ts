import { ENDINGS, type Ended, type Failing, type RequestRecord } from '../../lib/request-record.ts';
import type { Arrival } from './arrival.ts';
import { ClosedConnections } from './closed-connections.ts';
import type { RecordFilter } from './record-filter.ts';
import type { RunCounts } from './run-counts.ts';

/** How many requests are remembered; older ones are overwritten and counted as dropped. */
const RECORDER_CAPACITY = 65_536;

const OPEN = ENDINGS.indexOf('open');

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
  readonly #capacity: number;
  readonly #clock: () => number;
  readonly #runs: (string | undefined)[] = [];
  readonly #keys: string[] = [];
  readonly #faults: (readonly string[])[] = [];
  readonly #failsBy: (Failing | undefined)[] = [];
  readonly #shed: Uint8Array;
  readonly #retryAfter: Float64Array;
  readonly #attempts: Uint32Array;
  readonly #connections: Uint32Array;
  readonly #statuses: Uint16Array;
  readonly #endings: Uint8Array;
  readonly #bytes: Float64Array;
  readonly #injected: Float64Array;
  readonly #service: Float64Array;
  readonly #queued: Float64Array;
  /** Since when it waits for a place; not a number while it does not. */
  readonly #waitsFrom: Float64Array;
  readonly #arrived: Float64Array;
  readonly #started: Float64Array;
  readonly #firstByte: Float64Array;
  readonly #ended: Float64Array;
  readonly #closed: ClosedConnections;
  #next = 0;
  #endedCount = 0;
  #okCount = 0;
  /** Requests numbered below this began in an earlier run. */
  #runStart = 0;
  #runStartMs: number;

  /** @param clock milliseconds from a monotonic clock; `performance.now` unless a test says otherwise */
  constructor(label: string, capacity: number = RECORDER_CAPACITY, clock: () => number = () => performance.now()) {
    this.label = label;
    this.#capacity = capacity;
    this.#clock = clock;
    this.#attempts = new Uint32Array(capacity);
    this.#connections = new Uint32Array(capacity);
    this.#statuses = new Uint16Array(capacity);
    this.#shed = new Uint8Array(capacity);
    this.#retryAfter = new Float64Array(capacity);
    this.#endings = new Uint8Array(capacity);
    this.#bytes = new Float64Array(capacity);
    this.#injected = new Float64Array(capacity);
    this.#service = new Float64Array(capacity);
    this.#queued = new Float64Array(capacity);
    this.#waitsFrom = new Float64Array(capacity);
    this.#arrived = new Float64Array(capacity);
    this.#started = new Float64Array(capacity);
    this.#firstByte = new Float64Array(capacity);
    this.#ended = new Float64Array(capacity);
    this.#closed = new ClosedConnections(capacity, clock);
    this.#runStartMs = clock();
  }

  /** Milliseconds since the run began, on the clock of its records. */
  get elapsedMs(): number {
    return this.#clock() - this.#runStartMs;
  }

  /** How many of the run's requests have been overwritten. */
  get dropped(): number {
    return Math.max(0, this.#next - this.#runStart - this.#capacity);
  }

  /** The run's figures so far, without going through its records. */
  get counts(): RunCounts {
    const requests = this.#next - this.#runStart;
    return { requests, inFlight: requests - this.#endedCount, ok: this.#okCount };
  }

  /** A request has arrived. Returns its number, by which the other calls name it. */
  arrive({ run, key, attempt, connection, injectedMs, serviceMs, faults, failsBy }: Arrival): number {
    const id = this.#next++;
    const slot = id % this.#capacity;
    this.#runs[slot] = run;
    this.#failsBy[slot] = failsBy;
    this.#keys[slot] = key;
    this.#faults[slot] = faults;
    this.#attempts[slot] = attempt;
    this.#connections[slot] = connection;
    this.#statuses[slot] = 0;
    this.#shed[slot] = 0;
    this.#retryAfter[slot] = Number.NaN;
    this.#endings[slot] = OPEN;
    this.#bytes[slot] = 0;
    this.#injected[slot] = injectedMs;
    this.#service[slot] = serviceMs;
    this.#queued[slot] = 0;
    this.#waitsFrom[slot] = Number.NaN;
    const now = this.#clock();
    this.#arrived[slot] = now;
    this.#started[slot] = now;
    this.#firstByte[slot] = Number.NaN;
    this.#ended[slot] = Number.NaN;
    return id;
  }

  /** It has to wait for a place from now on. */
  queued(id: number): void {
    if (this.#remembers(id)) this.#waitsFrom[id % this.#capacity] = this.#clock();
  }

  /** It has got its place, after so long a wait in all. */
  started(id: number, queuedMs: number): void {
    if (!this.#remembers(id)) return;
    this.#waitsFrom[id % this.#capacity] = Number.NaN;
    this.#started[id % this.#capacity] = this.#clock();
    this.#queued[id % this.#capacity] = queuedMs;
  }

  /** A limit has turned it away: nothing was injected but the refusal. */
  shed(id: number, faults: readonly string[], failsBy: Failing): void {
    if (!this.#remembers(id)) return;
    const slot = id % this.#capacity;
    this.#shed[slot] = 1;
    this.#failsBy[slot] = failsBy;
    this.#faults[slot] = faults;
    this.#injected[slot] = 0;
    this.#service[slot] = 0;
  }

  /** The answer tells the client to wait so long before it asks again. */
  retryAfter(id: number, ms: number): void {
    if (this.#remembers(id)) this.#retryAfter[id % this.#capacity] = ms;
  }

  /** The answer's first byte is on its way. */
  firstByte(id: number): void {
    if (this.#remembers(id)) this.#firstByte[id % this.#capacity] = this.#clock();
  }

  /** Its body was held back to a pace, over so long a time. */
  paced(id: number, ms: number): void {
    if (this.#remembers(id)) this.#injected[id % this.#capacity]! += ms;
  }

  /** The request has ended. */
  end(id: number, ending: Ended, status: number, bytes: number): void {
    if (id >= this.#runStart) {
      this.#endedCount += 1;
      if (ending === 'sent' && status < 400) this.#okCount += 1;
    }
    if (!this.#remembers(id)) return;
    const slot = id % this.#capacity;
    this.#endings[slot] = ENDINGS.indexOf(ending);
    this.#statuses[slot] = status;
    this.#bytes[slot] = bytes;
    this.#ended[slot] = this.#clock();
  }

  /** To be called with the number of a connection that brought requests, when it has closed. */
  get connectionClosed(): (connection: number) => void {
    return this.#closed.add;
  }

  /** When the connections closed that brought the run's requests, by their numbers; those still open are absent. */
  get connectionsClosedMs(): ReadonlyMap<number, number> {
    return this.#closed.since(this.#runStartMs);
  }

  /** Begins a new run: numbers and times start at zero, earlier requests are forgotten. */
  reset(): void {
    this.#closed.clear();
    this.#runStart = this.#next;
    this.#runStartMs = this.#clock();
    this.#endedCount = 0;
    this.#okCount = 0;
  }

  /** The run's requests in order of arrival, those still open included. */
  records({ run, sinceSeq = 0 }: RecordFilter = {}): RequestRecord[] {
    const records: RequestRecord[] = [];
    for (let id = Math.max(this.#runStart + sinceSeq, this.#next - this.#capacity); id < this.#next; id++) {
      if (run === undefined || run === (this.#runs[id % this.#capacity] ?? '')) records.push(this.record(id));
    }
    return records;
  }

  /** One request, by the number that {@link arrive} gave. */
  record(id: number): RequestRecord {
    const slot = id % this.#capacity;
    const answered = !Number.isNaN(this.#firstByte[slot]);
    const { startedMs, queuedMs } = this.#waited(slot);
    return {
      seq: id - this.#runStart,
      label: this.label,
      run: this.#runs[slot],
      key: this.#keys[slot]!,
      attempt: this.#attempts[slot]!,
      connection: this.#connections[slot]!,
      arrivedMs: this.#arrived[slot]! - this.#runStartMs,
      startedMs: startedMs - this.#runStartMs,
      firstByteMs: answered ? this.#firstByte[slot]! - this.#runStartMs : undefined,
      endedMs: Number.isNaN(this.#ended[slot]) ? undefined : this.#ended[slot]! - this.#runStartMs,
      injectedMs: this.#injected[slot]!,
      serviceMs: this.#service[slot]!,
      queuedMs,
      // Not every protocol has one.
      status: answered && this.#statuses[slot] !== 0 ? this.#statuses[slot] : undefined,
      shed: this.#shed[slot] === 1,
      retryAfterMs: Number.isNaN(this.#retryAfter[slot]) ? undefined : this.#retryAfter[slot],
      bytes: this.#bytes[slot]!,
      faults: this.#faults[slot]!,
      failsBy: this.#failsBy[slot],
      ending: ENDINGS[this.#endings[slot]!]!,
    };
  }

  /** When its service began, and after how long a wait. One that waits still begins now, and one that has given up never did. */
  #waited(slot: number): { startedMs: number; queuedMs: number } {
    const [started, queued, waitsFrom] = [this.#started[slot]!, this.#queued[slot]!, this.#waitsFrom[slot]!];
    if (Number.isNaN(waitsFrom)) return { startedMs: started, queuedMs: queued };
    const startedMs = Number.isNaN(this.#ended[slot]) ? this.#clock() : this.#ended[slot]!;
    return { startedMs, queuedMs: queued + startedMs - waitsFrom };
  }

  #remembers(id: number): boolean {
    return id >= this.#next - this.#capacity;
  }
}
