import type { ComparedRun } from '../../../bench/compare/compared-run.ts';
import { planDownload } from '../../../bench/plan/plan.ts';
import type { MeasuredCell } from '../../../bench/result/cell.ts';
import type { ItemRecord } from '../../../bench/result/item-record.ts';
import { generator } from '../../../lib/chance/generator.ts';
import { countryCodes } from '../../../lib/flags/country-codes.ts';
import { parseProfile } from '../../../servers/faults/profile.ts';
import { preset } from '../../../servers/lab/presets.ts';
import { benchResult, measuredCell } from './bench-result.ts';
import { normalDeviate } from './normal-deviate.ts';

/** What a run is simulated from. */
export interface Simulation {
  /** Of the noise: another one is another run of the same thing. */
  readonly noiseSeed: number;
  readonly cells: readonly { readonly server: string; readonly strategy: string; readonly m: number }[];
  /** Default 3. */
  readonly repetitions?: number;
  /** How many flags each cell downloads; default 40. */
  readonly items?: number;
  /** What every latency of a cell is multiplied by; default 1. */
  readonly slowness?: (cell: Simulation['cells'][number]) => number;
  /** The standard deviations, as shares, of what all requests of a run, a repetition and a request have in common. */
  readonly noise?: { readonly run: number; readonly repetition: number; readonly item: number };
}

/** About what a quiet machine shows. */
const NOISE = { run: 0.015, repetition: 0.015, item: 0.03 };

const SEED = 42;
const TIME_SCALE = 0.1;
const TIMEOUT_MS = 1000;

/** A run that never happened: the fates are the lab's own, the noise is drawn, and m slots take the items in turn. */
export function simulatedRun(simulation: Simulation): ComparedRun {
  const { noiseSeed, repetitions = 3, items = 40, noise = NOISE, slowness = () => 1 } = simulation;
  const next = generator(noiseSeed, 'simulation');
  const factor = (share: number) => Math.exp(share * normalDeviate(next));
  const codes = countryCodes().slice(0, items);
  const ofRun = factor(noise.run);
  const cells: MeasuredCell[] = [];
  const records: ItemRecord[] = [];
  for (let repetition = 1; repetition <= repetitions; repetition++) {
    for (const cell of simulation.cells) {
      const common = ofRun * factor(noise.repetition) * slowness(cell);
      const times = heldItems(cell, codes).map((held) => ({
        ...held,
        timeMs: held.timeMs * common * factor(noise.item),
      }));
      const done = downloaded(times, cell.m, cells.length);
      cells.push(cellOf({ ...cell, repetition }, done));
      records.push(...done);
    }
  }
  return { result: { ...benchResult(cells), id: `simulated-${noiseSeed}`, codes, items }, records };
}

interface HeldItem {
  readonly code: string;
  readonly timeMs: number;
  readonly kind: 'ok' | 'httpError' | 'timeout' | 'notFound' | 'networkError';
}

/** The items with the time that their fate holds them and what comes of it. */
function heldItems({ server, m }: Simulation['cells'][number], codes: readonly string[]): HeldItem[] {
  const profile = parseProfile(preset(server).faults);
  const request = {
    label: preset(server).label,
    profile,
    seed: SEED,
    timeScale: TIME_SCALE,
    codes,
    m,
    timeoutMs: TIMEOUT_MS,
  };
  // What the network and the client add where nothing is injected.
  const { fates } = planDownload(request);
  return fates.map(({ code, delayMs, serviceMs, outcome }) => ({
    code,
    timeMs: 2 + delayMs + serviceMs,
    kind: outcome,
  }));
}

/** What m slots make of the items, each taking the next as soon as it is free. */
function downloaded(items: readonly HeldItem[], m: number, cell: number): ItemRecord[] {
  const freeAt = new Array<number>(m).fill(0);
  return items.map(({ code, timeMs, kind }) => {
    const slot = freeAt.indexOf(Math.min(...freeAt));
    const startedMs = freeAt[slot]!;
    const endedMs = startedMs + timeMs;
    freeAt[slot] = endedMs;
    return { cell, code, kind, requests: 1, bytes: 0, startedMs, endedMs, injectedMs: 0 };
  });
}

function cellOf(
  cell: Pick<MeasuredCell, 'server' | 'strategy' | 'm' | 'repetition'>,
  records: readonly ItemRecord[],
): MeasuredCell {
  const elapsedMs = Math.max(...records.map(({ endedMs }) => endedMs));
  const count = (kind: ItemRecord['kind']) => records.filter((record) => record.kind === kind).length;
  const outcomes = {
    ok: count('ok'),
    notFound: count('notFound'),
    httpError: count('httpError'),
    timeout: count('timeout'),
    networkError: count('networkError'),
    cancelled: count('cancelled'),
  };
  const items = records.length;
  return measuredCell({ ...cell, elapsedMs, items, outcomes, goodputPerSecond: (outcomes.ok / elapsedMs) * 1000 });
}
