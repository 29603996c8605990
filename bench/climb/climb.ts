import { arrivalTimes } from '../../clients/schedule/arrival-schedule.ts';
import { MAX_IN_FLIGHT } from '../../clients/schedule/open-loop.ts';
import type { Cell, CellResult } from '../result/cell.ts';
import { type Condition, parseConditions } from '../result/condition.ts';
import type { ClimbClient } from '../result/own-client.ts';
import type { KnownRate, RateCurve, RateLevel } from '../result/rate-curve.ts';
import { border, nextRate } from './next-rate.ts';
import { rateAnswer } from './rate-answer.ts';
import { rateLevels } from './rate-levels.ts';

/** How much longer a schedule gets at a time that has too few requests. */
const LONGER = 1.1;

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
  next(cells: readonly CellResult[]): Cell[] {
    for (const server of this.#servers) {
      const left = this.#nextOf(server, cells);
      if (left.length > 0) return left;
    }
    return [];
  }

  /** What came of each rate, for each server of which one was measured. */
  curves(cells: readonly CellResult[]): RateCurve[] {
    return this.#servers.flatMap((server) => {
      const levels = this.#levelsOf(server, cells);
      if (levels.length === 0) return [];
      const known = this.#knownOf(server);
      const { taken } = border(levels);
      const curve = {
        server,
        until: this.#client.until,
        levels,
        ...(known !== undefined && { known }),
        ...(taken !== undefined && { takesPerSecond: taken.ratePerSecond }),
        isOver: this.#nextOf(server, cells).length === 0,
      };
      return [{ ...curve, answer: rateAnswer(curve, this.#conditions) }];
    });
  }

  /** Repetitions of a rate come one after the other: what comes next depends on all of them. */
  #nextOf(server: string, cells: readonly CellResult[]): Cell[] {
    const levels = this.#levelsOf(server, cells);
    const begun = levels.find(({ repetitions }) => repetitions < this.#client.repetitions);
    const rate = begun?.ratePerSecond ?? nextRate(this.#client, levels);
    if (rate === undefined) return [];
    const done = cells.filter((cell) => cell.server === server && cell.ratePerSecond === rate);
    const isDone = ({ repetition }: Cell) => done.some((cell) => cell.repetition === repetition);
    return cellsAt(this.#client, server, rate, this.#seed).filter((cell) => !isDone(cell));
  }

  #levelsOf(server: string, cells: readonly CellResult[]): RateLevel[] {
    const own = cells.filter((cell) => cell.server === server);
    return rateLevels(own, this.#conditions, this.#knownOf(server));
  }

  #knownOf(server: string): KnownRate | undefined {
    if (!this.#known.has(server)) this.#known.set(server, this.#knownRate(server));
    return this.#known.get(server);
  }
}

/** How many cells a climb has at most. */
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

function cellsAt(client: ClimbClient, server: string, ratePerSecond: number, seed: number): Cell[] {
  const { name: strategy, arrivals, repetitions } = client;
  const durationMs = durationAt(client, ratePerSecond, seed);
  const items = arrivalTimes({ ratePerSecond, durationMs, arrivals, seed }).length;
  const m = Math.min(MAX_IN_FLIGHT, items);
  return Array.from({ length: repetitions }, (_, i) => ({
    server,
    strategy,
    m,
    repetition: i + 1,
    ratePerSecond,
    durationMs,
  }));
}
