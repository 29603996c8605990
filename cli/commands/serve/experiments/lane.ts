import { askedItem } from '../../../../bench/command/item-key.ts';
import { outcomeKindOf } from '../../../../bench/command/outcomes-from-records.ts';
import { type Cell, type CellResult, isMeasured, type MeasuredCell } from '../../../../bench/result/cell.ts';
import type { RequestRecord } from '../../../../lib/request-record.ts';
import type { ExperimentCell } from '../../../../servers/control/experiments/experiment-schemas.ts';

/**
 * A cell as it goes on: which flags have come, by the records of the server that it asks. Nobody asks its client, so that
 * measuring is not disturbed.
 */
export class Lane {
  readonly cell: Cell;
  readonly #codes: ReadonlySet<string>;
  /** 0 where it is not known. */
  readonly #idealMs: number;
  readonly #flags: string[] = [];
  /** How each item has ended that has, by its code: one that came stays ok, whatever else was sent for it. */
  readonly #kinds = new Map<string, string>();
  #nextSeq = 0;
  #elapsedMs = 0;
  /** When its first request came, in milliseconds since the servers' run began. */
  #firstMs: number | undefined;
  #state: ExperimentCell['state'] = 'waiting';
  #result: CellResult | undefined;

  /**
   * @param codes of the flags that it asks for
   * @param idealMs the lower bound for its m; 0 where it is not known
   */
  constructor(cell: Cell, codes: readonly string[], idealMs: number) {
    this.cell = cell;
    this.#codes = new Set(codes);
    this.#idealMs = idealMs;
  }

  /** The first request that may still have something to tell. */
  get nextSeq(): number {
    return this.#nextSeq;
  }

  /** How many flags have come. */
  get flagCount(): number {
    return this.#flags.length;
  }

  /** Whether it has not begun. */
  get isWaiting(): boolean {
    return this.#state === 'waiting';
  }

  /** Whether it has begun, and is not over. */
  get isRunning(): boolean {
    return this.#state === 'running';
  }

  /** What was found out about it; undefined while nothing is, or where it was not measured. */
  get measured(): MeasuredCell | undefined {
    return this.#result !== undefined && isMeasured(this.#result) ? this.#result : undefined;
  }

  /** It begins. */
  start(): void {
    this.#state = 'running';
  }

  /**
   * Takes what its server has seen since it was asked last.
   *
   * @param records from {@link nextSeq} on, those that are open among them
   * @param runMs since the servers' run for it began: its client starts after that, and its clock with its first request
   */
  see(records: readonly RequestRecord[], runMs: number): void {
    this.#firstMs ??= records[0]?.arrivedMs;
    this.#elapsedMs = this.#firstMs === undefined ? 0 : Math.max(0, runMs - this.#firstMs);
    const open = records.find(({ endedMs }) => endedMs === undefined);
    this.#nextSeq = open?.seq ?? (records.at(-1)?.seq ?? this.#nextSeq - 1) + 1;
    const ended = records.filter(({ endedMs }) => endedMs !== undefined);
    for (const record of ended.sort((a, b) => a.endedMs! - b.endedMs!)) this.#note(record);
  }

  /** It is over. */
  end(result: CellResult): void {
    this.#state = isMeasured(result) ? 'done' : 'failed';
    this.#result = result;
  }

  /** It will not be measured. */
  cancel(): void {
    if (this.isWaiting || this.isRunning) this.#state = 'cancelled';
  }

  /** @param flagsFrom how many of its flags are known already */
  state(flagsFrom = 0): ExperimentCell {
    const { strategy, m, repetition } = this.cell;
    return {
      client: strategy,
      m,
      repetition,
      state: this.#state,
      items: this.#codes.size,
      elapsedMs: this.#elapsedMs,
      outcomes: countsOf(this.#kinds.values()),
      goodputPerSecond: this.#elapsedMs === 0 ? 0 : (this.flagCount / this.#elapsedMs) * 1000,
      flagsFrom,
      flags: this.#flags.slice(flagsFrom),
      ...(this.#idealMs > 0 && { idealMs: this.#idealMs }),
      ...foundOut(this.#result),
    };
  }

  #note(record: RequestRecord): void {
    const item = askedItem(record.key);
    if (item === undefined || !item.isImage || !this.#codes.has(item.code)) return;
    if (this.#kinds.get(item.code) === 'ok') return;
    const kind = outcomeKindOf(record);
    this.#kinds.set(item.code, kind);
    if (kind === 'ok') this.#flags.push(item.code);
  }
}

function countsOf(kinds: Iterable<string>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of kinds) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** What takes the place of what was seen meanwhile. */
function foundOut(result: CellResult | undefined): Partial<ExperimentCell> {
  if (result === undefined) return {};
  if (!isMeasured(result)) return { error: result.error };
  const {
    items,
    elapsedMs,
    outcomes,
    reasons,
    goodputPerSecond,
    idealMs,
    errorShare,
    latencyP95Ms,
    efficiency,
    withheld,
  } = result;
  return {
    items,
    elapsedMs,
    outcomes,
    ...(reasons !== undefined && { reasons }),
    goodputPerSecond,
    ...(idealMs > 0 && { idealMs }),
    errorShare,
    ...(latencyP95Ms !== undefined && { latencyP95Ms }),
    ...(efficiency !== undefined && { efficiency }),
    ...(withheld !== undefined && { withheld }),
  };
}
