import type { CellResult, FailedCell, MeasuredCell } from '../../../bench/result/cell.ts';
import { type BenchResult, RESULT_SCHEMA_VERSION } from '../../../bench/result/result.ts';
import { errorShareOf } from '../../../clients/download/outcome-kinds.ts';
import { MOST_POPULOUS } from '../../../lib/flags/country-codes.ts';
import { formatProfile } from '../../../servers/faults/format-profile.ts';
import { parseProfile } from '../../../servers/faults/profile.ts';
import { preset } from '../../../servers/lab/presets.ts';

type Given = Partial<MeasuredCell> & Pick<MeasuredCell, 'server' | 'strategy'>;

/** A cell of 20 flags, all ok, in which what is not given follows from what is. */
export function measuredCell(given: Given): MeasuredCell {
  const { elapsedMs = 1000, idealMs = 0, strategy, items = 20 } = given;
  const { outcomes = { ok: items, notFound: 0, httpError: 0, timeout: 0, networkError: 0, cancelled: 0 } } = given;
  return {
    m: strategy === 'sequential' ? 1 : 20,
    repetition: 1,
    elapsedMs,
    items,
    outcomes,
    errorShare: errorShareOf(outcomes, items),
    requests: 20,
    throughputPerSecond: 20_000 / elapsedMs,
    goodputPerSecond: 20_000 / elapsedMs,
    idealMs,
    scheduleMs: idealMs,
    efficiency: idealMs === 0 ? undefined : idealMs / elapsedMs,
    latencyP50Ms: undefined,
    latencyP95Ms: undefined,
    cpuSeconds: 0,
    peakRssBytes: 0,
    eventLoopDelayP99Ms: undefined,
    refused: 0,
    peakInFlight: 0,
    meanInFlight: 0,
    connections: 0,
    ...given,
  };
}

/** A cell that failed. */
export function failedCell({ server, strategy }: Pick<Given, 'server' | 'strategy'>): FailedCell {
  return { server, strategy, m: 1, repetition: 1, error: 'it broke' };
}

/** The result that has these cells, against presets. */
export function benchResult(cells: readonly CellResult[]): BenchResult {
  const servers = [...new Set(cells.map(({ server }) => server))].map((label) => ({
    label,
    faults: formatProfile(parseProfile(preset(label).faults)),
  }));
  return {
    schemaVersion: RESULT_SCHEMA_VERSION,
    id: 'test',
    startedAt: '2026-11-21T09:45:00.000Z',
    commandLine: 'npx flaglab bench',
    seed: 42,
    timeScale: 0.1,
    timeoutMs: 1000,
    items: 20,
    codes: MOST_POPULOUS.toSorted(),
    planned: cells.map(({ server, strategy, m, repetition }) => ({ server, strategy, m, repetition })),
    machine: { cpu: 'test', cores: 2, memoryBytes: 4 * 1024 ** 3, platform: 'linux x64' },
    versions: { flaglab: '0.1.0', node: 'v26.0.0', undici: '8.0.0' },
    servers,
    cells,
    curves: [],
    warnings: [],
  };
}
