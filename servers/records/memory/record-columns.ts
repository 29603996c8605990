import { ENDINGS, type Failing, type RequestRecord } from '../../../lib/request-record.ts';

const OPEN = ENDINGS.indexOf('open');

/** What is remembered of requests, each in the same place of every column; times are of the recorder's clock, in milliseconds. */
export class RecordColumns {
  readonly runs: (string | undefined)[] = [];
  readonly agents: (string | undefined)[] = [];
  readonly keys: string[] = [];
  readonly faults: (readonly string[])[] = [];
  readonly wrote: (string | undefined)[] = [];
  readonly failsBy: (Failing | undefined)[] = [];
  readonly attempts: Uint32Array;
  readonly connections: Uint32Array;
  readonly statuses: Uint16Array;
  readonly shed: Uint8Array;
  readonly retryAfter: Float64Array;
  readonly endings: Uint8Array;
  readonly bytes: Float64Array;
  readonly injected: Float64Array;
  readonly service: Float64Array;
  readonly queued: Float64Array;
  /** Since when it waits for a place; not a number while it does not. */
  readonly waitsFrom: Float64Array;
  readonly arrived: Float64Array;
  readonly started: Float64Array;
  readonly firstByte: Float64Array;
  readonly ended: Float64Array;

  constructor(capacity: number) {
    this.attempts = new Uint32Array(capacity);
    this.connections = new Uint32Array(capacity);
    this.statuses = new Uint16Array(capacity);
    this.shed = new Uint8Array(capacity);
    this.retryAfter = new Float64Array(capacity);
    this.endings = new Uint8Array(capacity);
    this.bytes = new Float64Array(capacity);
    this.injected = new Float64Array(capacity);
    this.service = new Float64Array(capacity);
    this.queued = new Float64Array(capacity);
    this.waitsFrom = new Float64Array(capacity);
    this.arrived = new Float64Array(capacity);
    this.started = new Float64Array(capacity);
    this.firstByte = new Float64Array(capacity);
    this.ended = new Float64Array(capacity);
  }

  /**
   * Makes place for so many. What is remembered of the requests from one number up to, but not with, another moves to where its
   * number leads then.
   */
  grow(capacity: number, from: number, to: number): void {
    const grown = new RecordColumns(capacity);
    for (const [name, column] of Object.entries(this) as [keyof this, unknown[]][]) {
      const into = (grown as this)[name] as unknown[];
      for (let id = from; id < to; id++) into[id % capacity] = column[id % this.capacity];
    }
    Object.assign(this, grown);
  }

  /** For how many there is place. */
  get capacity(): number {
    return this.attempts.length;
  }

  /** When its service began, and after how long a wait. One that waits still begins now, and one that has given up never did. */
  waited(slot: number, clock: () => number): { startedMs: number; queuedMs: number } {
    const [started, queued, waitsFrom] = [this.started[slot]!, this.queued[slot]!, this.waitsFrom[slot]!];
    if (Number.isNaN(waitsFrom)) return { startedMs: started, queuedMs: queued };
    const startedMs = Number.isNaN(this.ended[slot]) ? clock() : this.ended[slot]!;
    return { startedMs, queuedMs: queued + startedMs - waitsFrom };
  }

  /** A request ended at that moment: one whose client had left before it got its place, as was seen later, never had it. */
  close(slot: number, endedMs: number): void {
    const lateMs = this.started[slot]! - endedMs;
    if (lateMs > 0) {
      this.started[slot] = endedMs;
      this.queued[slot] = Math.max(0, this.queued[slot]! - lateMs);
    }
    this.ended[slot] = endedMs;
  }

  /** The request there has come at that moment, and nothing has become of it yet. */
  open(slot: number, nowMs: number): void {
    this.statuses[slot] = 0;
    this.shed[slot] = 0;
    this.retryAfter[slot] = Number.NaN;
    this.endings[slot] = OPEN;
    this.bytes[slot] = 0;
    this.queued[slot] = 0;
    this.waitsFrom[slot] = Number.NaN;
    this.arrived[slot] = nowMs;
    this.started[slot] = nowMs;
    this.firstByte[slot] = Number.NaN;
    this.ended[slot] = Number.NaN;
  }

  /** Whether it waits for a place at this moment. */
  isWaiting(slot: number): boolean {
    return this.endings[slot] === OPEN && !Number.isNaN(this.waitsFrom[slot]);
  }

  /** How many wait for a place of the requests from one number up to, but not with, another. */
  countWaiting(from: number, to: number): number {
    let waiting = 0;
    for (let id = from; id < to; id++) if (this.isWaiting(id % this.waitsFrom.length)) waiting += 1;
    return waiting;
  }

  /** Whether any has not ended yet of the requests from one number up to, but not with, another; of that run alone where one is given. */
  hasOpen(from: number, to: number, run: string | undefined): boolean {
    for (let id = from; id < to; id++) {
      const slot = id % this.capacity;
      if (this.endings[slot] === OPEN && (run === undefined || run === (this.runs[slot] ?? ''))) return true;
    }
    return false;
  }

  /** The status of an answer that has begun; not every protocol has one. */
  statusOf(slot: number): number | undefined {
    const hasBegun = !Number.isNaN(this.firstByte[slot]);
    return hasBegun && this.statuses[slot] !== 0 ? this.statuses[slot] : undefined;
  }

  /** All of it, its times counted from a moment of the clock. */
  remembered(slot: number, startMs: number, clock: () => number): Omit<RequestRecord, 'seq' | 'label'> {
    const since = (ms: number) => (Number.isNaN(ms) ? undefined : ms - startMs);
    const { startedMs, queuedMs } = this.waited(slot, clock);
    return {
      run: this.runs[slot],
      agent: this.agents[slot],
      key: this.keys[slot]!,
      attempt: this.attempts[slot]!,
      connection: this.connections[slot]!,
      arrivedMs: this.arrived[slot]! - startMs,
      startedMs: startedMs - startMs,
      firstByteMs: since(this.firstByte[slot]!),
      endedMs: since(this.ended[slot]!),
      injectedMs: this.injected[slot]!,
      serviceMs: this.service[slot]!,
      queuedMs,
      status: this.statusOf(slot),
      shed: this.shed[slot] === 1,
      retryAfterMs: Number.isNaN(this.retryAfter[slot]) ? undefined : this.retryAfter[slot],
      bytes: this.bytes[slot]!,
      faults: this.faults[slot]!,
      failsBy: this.failsBy[slot],
      wrote: this.wrote[slot],
      ending: ENDINGS[this.endings[slot]!]!,
    };
  }
}
