import { interleave } from '../../../bench/experiment/matrix.ts';
import type { Cell, MeasuredCell } from '../../../bench/result/cell.ts';
import type { ItemRecord } from '../../../bench/result/item-record.ts';
import type { BenchResult } from '../../../bench/result/result.ts';
import { TIME_PARTS, type TimeParts } from '../../../bench/result/time-parts.ts';
import { quantile } from '../../../bench/statistics/quantile.ts';
import { analyseSweeps } from '../../../bench/sweep/analyse-sweeps.ts';
import { type Generator, generator } from '../../../lib/chance/generator.ts';
import { countryCodes } from '../../../lib/flags/country-codes.ts';
import { idealTime } from '../../../lib/queueing/lower-bounds.ts';
import { benchResult, measuredCell } from './bench-result.ts';

/** What a made-up bench is made of. */
export interface SampleOptions {
  readonly servers: readonly string[];
  readonly strategies: readonly string[];
  readonly levels: readonly number[];
  /** Default 20. */
  readonly items?: number;
  /** Default 1. */
  readonly repetitions?: number;
  /** Default 42. */
  readonly seed?: number;
}

/** A made-up bench. */
export interface Sample {
  readonly result: BenchResult;
  readonly records: readonly ItemRecord[];
}

/** How many requests LIMITED serves at once. */
const SLOTS = 8;

/**
 * A bench that looks like a real one but is worked out and not measured, and always the same for the same seed: clients
 * with m slots before servers that hold each request for a time, LIMITED only eight at once. Strategies whose names begin
 * with "adaptive" have a limit that learns.
 */
export function benchSample({ servers, strategies, levels, ...more }: SampleOptions): Sample {
  const { items = 20, repetitions = 1, seed = 42 } = more;
  const once = servers.flatMap((server) =>
    strategies.flatMap((strategy) =>
      (strategy === 'sequential' ? [1] : levels).map((m) => ({ server, strategy, m, repetition: 1 })),
    ),
  );
  const codes = countryCodes().slice(0, items);
  const runs = interleave(once, repetitions).map((cell, index) => simulated(cell, index, codes, seed));
  const cells = runs.map(({ cell }) => cell);
  const records = runs.flatMap((run) => run.records);
  const result = benchResult(cells);
  const known = result.servers.map((server) => (server.label === 'LIMITED' ? { ...server, slots: SLOTS } : server));
  return { records, result: { ...result, servers: known, seed, items, codes, curves: analyseSweeps(cells, seed) } };
}

function simulated(cell: Cell, index: number, codes: readonly string[], seed: number) {
  const fates = generator(seed, cell.server);
  const noise = generator(seed, `noise ${index}`);
  const held = codes.map(() => heldMs(cell.server, fates));
  const [clientFree, serverFree] = [new Array<number>(cell.m).fill(0), new Array<number>(SLOTS).fill(0)];
  const records = codes.map((code, i): ItemRecord => {
    const startedMs = takeEarliest(clientFree, 0) + 0.2 * noise();
    const served = cell.server === 'LIMITED' ? Math.max(startedMs, takeEarliest(serverFree, startedMs)) : startedMs;
    const firstByteMs = served + held[i]! + 0.5 + 6 * noise() ** 3;
    const endedMs = firstByteMs + 0.1 + noise() ** 2;
    clientFree.push(endedMs);
    serverFree.push(firstByteMs);
    const isError = cell.server === 'ERROR' && i % 4 === 1;
    const limit = Math.min(cell.m, Math.ceil(Math.sqrt(2 * (i + 1))) + (i % 5 === 4 ? -1 : 0));
    return {
      cell: index,
      code,
      kind: isError ? 'httpError' : 'ok',
      status: isError ? 418 : 200,
      requests: 1,
      bytes: 5000,
      startedMs,
      firstByteMs,
      endedMs,
      injectedMs: held[i]!,
      ...(cell.strategy.startsWith('adaptive') && { limit }),
    };
  });
  return { records, cell: measured(cell, records) };
}

function heldMs(server: string, fates: Generator): number {
  if (server === 'LOCAL') return 0;
  return server === 'LIMITED' ? 10 : 50 + 450 * fates();
}

/** Takes the slot that is free first, but the server's no earlier than its request comes. */
function takeEarliest(free: number[], notBefore: number): number {
  const [earliest] = free.splice(free.indexOf(Math.min(...free)), 1);
  return Math.max(earliest!, notBefore);
}

function measured(cell: Cell, records: readonly ItemRecord[]): MeasuredCell {
  const elapsedMs = Math.max(...records.map(({ endedMs }) => endedMs));
  const ok = records.filter(({ kind }) => kind === 'ok').length;
  const latencies = records.map(({ startedMs, endedMs }) => endedMs - startedMs);
  const items = records.map(({ injectedMs }) => ({ beforeMs: 0, servicesMs: undefined, afterMs: injectedMs }));
  const m = cell.server === 'LIMITED' ? Math.min(SLOTS, cell.m) : cell.m;
  const idealMs = idealTime(items, { m, timeoutMs: Infinity, stations: [] });
  const outcomes = { ok, notFound: 0, httpError: records.length - ok, timeout: 0, networkError: 0, cancelled: 0 };
  const perMs = 1000 / elapsedMs;
  return measuredCell({
    timeParts: timeParts(m, idealMs, elapsedMs),
    ...cell,
    outcomes,
    elapsedMs,
    idealMs,
    items: records.length,
    requests: records.length,
    throughputPerSecond: records.length * perMs,
    goodputPerSecond: ok * perMs,
    latencyP50Ms: quantile(latencies, 0.5),
    latencyP95Ms: quantile(latencies, 0.95),
    latencyP99Ms: quantile(latencies, 0.99),
    cpuSeconds: 0.1 + 0.001 * cell.m,
    peakRssBytes: (100 + (cell.strategy === 'workers' ? 12 : 0.1) * cell.m) * 1024 ** 2,
    eventLoopDelayP99Ms: 2.5,
    peakInFlight: Math.min(cell.m, records.length),
    connections: Math.min(cell.m, records.length),
  });
}

/** As if two thirds of what is lost were slots left empty before the end. */
function timeParts(slots: number, idealMs: number, elapsedMs: number): TimeParts {
  const none = Object.fromEntries(TIME_PARTS.map(({ name }) => [name, 0])) as TimeParts['partsMs'];
  const lostMs = elapsedMs - idealMs;
  const partsMs = { ...none, injected: idealMs, unused: (lostMs * 2) / 3, tail: lostMs / 3 };
  return { slotsOf: 'client', slots, partsMs };
}
