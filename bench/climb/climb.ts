import { arrivalTimes } from '../../clients/schedule/arrival-schedule.ts';
import { MAX_IN_FLIGHT } from '../../clients/schedule/max-in-flight.ts';
import type { Cell, CellResult } from '../result/cell.ts';
import { type Condition, parseConditions } from '../result/condition.ts';
import type { ClimbClient } from '../result/own-client.ts';
import type { KnownRate, RateCurve } from '../result/rate-curve.ts';
import type { BenchResult } from '../result/result.ts';
import { BUSY_KINDS } from '../result/warning.ts';
import { border, nextRate } from './next-rate.ts';
import { rateAnswer } from './rate-answer.ts';
import { type LevelSoFar, rateLevels } from './rate-levels.ts';

/** How much longer a schedule gets at a time that has too few requests. */
const LONGER = 1.1;

/** What a bench has measured so far, and what it doubts of it. */
export type Measured = Pick<BenchResult, 'cells' | 'warnings'>;

/** The rates that rise against each server in turn: what is left to be measured, and what has been found. */
export class Climb {
  readonly #client: ClimbClient;
  readonly #servers: readonly string[];
  readonly #seed: number;
  readonly #conditions: readonly Condition[];
  readonly #knownRate: (server: string) => KnownRate | undefined;
  readonly #known = new Map<string, KnownRate | undefined>();

  /**
   * @param servers labels, each once
   * @param knownRate what a server takes by its faults alone; asked once for each
   */
  constructor(
    client: ClimbClient,
    servers: readonly string[],
    seed: number,
    knownRate: (server: string) => KnownRate | undefined,
  ) {
    this.#client = client;
    this.#servers = servers;
    this.#seed = seed;
    this.#conditions = parseConditions(client.until);
    this.#knownRate = knownRate;
  }

  /** The cells that are certain to come next, in their order; none when all servers are done with. */
  next(measured: Measured): Cell[] {
    for (const server of this.#servers) {
      const left = this.#nextOf(server, measured);
      if (left.length > 0) return left;
    }
    return [];
  }

  /** What came of each rate, for each server of which one was measured. */
  curves(measured: Measured): RateCurve[] {
    return this.#servers.flatMap((server) => {
      const levels = this.#levelsOf(server, measured).map(({ isOver: _, ...level }) => level);
      if (levels.length === 0) return [];
      const known = this.#knownOf(server);
      const { taken } = border(levels);
      const curve = {
        server,
        until: this.#client.until,
        levels,
        ...(known !== undefined && { known }),
        ...(taken !== undefined && { takesPerSecond: taken.ratePerSecond }),
        isOver: this.#nextOf(server, measured).length === 0,
      };
      return [{ ...curve, answer: rateAnswer(curve, this.#conditions) }];
    });
  }

  /** Repetitions of a rate come one after the other: what comes next depends on all of them. */
  #nextOf(server: string, measured: Measured): Cell[] {
    const levels = this.#levelsOf(server, measured);
    const begun = levels.find(({ isOver }) => !isOver);
    const rate = begun?.ratePerSecond ?? nextRate(this.#client, levels);
    if (rate === undefined) return [];
    const cell = cellAt(this.#client, server, rate, this.#seed);
    // What a killed bench has lost of a level is measured again under its own number.
    const done = new Set(measured.cells.filter((one) => isSame(one, cell)).map(({ repetition }) => repetition));
    const left = Math.max(1, this.#client.repetitions - done.size);
    const free = Array.from({ length: done.size + left }, (_, i) => i + 1).filter((number) => !done.has(number));
    return free.slice(0, left).map((repetition) => ({ ...cell, repetition }));
  }

  #levelsOf(server: string, { cells, warnings }: Measured): LevelSoFar[] {
    const own = cells.filter((cell) => cell.server === server);
    const busy = new Set(warnings.filter(({ kind }) => BUSY_KINDS.includes(kind)).map(({ cell = -1 }) => cells[cell]));
    const criteria = {
      conditions: this.#conditions,
      known: this.#knownOf(server),
      isBusy: (cell: CellResult) => busy.has(cell),
    };
    return rateLevels(own, criteria, this.#client.repetitions);
  }

  #knownOf(server: string): KnownRate | undefined {
    if (!this.#known.has(server)) this.#known.set(server, this.#knownRate(server));
    return this.#known.get(server);
  }
}

/** How many cells a climb has at most where nothing is disturbed. */
export function mostCells({ ratesPerSecond, refinements, repetitions }: ClimbClient, servers: number): number {
  return servers * (ratesPerSecond.length + refinements) * repetitions;
}

/** How long requests come at a rate, in milliseconds: longer where there would be too few. */
export function durationAt(
  { durationMs, leastRequests, arrivals }: Pick<ClimbClient, 'durationMs' | 'leastRequests' | 'arrivals'>,
  ratePerSecond: number,
  seed: number,
): number {
  let longMs = Math.max(durationMs, Math.ceil((leastRequests / ratePerSecond) * 1000));
  // Those that come at random may be fewer than is to be expected.
  while (arrivalTimes({ ratePerSecond, durationMs: longMs, arrivals, seed }).length < leastRequests) {
    longMs = Math.ceil(longMs * LONGER);
  }
  return longMs;
}

function cellAt(client: ClimbClient, server: string, ratePerSecond: number, seed: number): Cell {
  const { name: strategy, arrivals } = client;
  const durationMs = durationAt(client, ratePerSecond, seed);
  const items = arrivalTimes({ ratePerSecond, durationMs, arrivals, seed }).length;
  const m = Math.min(MAX_IN_FLIGHT, items);
  return { server, strategy, m, repetition: 1, ratePerSecond, durationMs };
}

function isSame(a: Cell, b: Cell): boolean {
  return a.server === b.server && a.ratePerSecond === b.ratePerSecond;
}
