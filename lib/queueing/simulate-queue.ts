import { Agenda } from './agenda.ts';
import type { Item, Situation, Station } from './item.ts';
import { SimulatedStation } from './simulated-station.ts';

/**
 * What a client sees become of an item: answered, turned away by a full queue, given up after the timeout, or never sent
 * because what leads to it was not served.
 */
export type QueueOutcome = 'served' | 'shed' | 'timeout' | 'unfound';

/** One item's way through a simulation, in milliseconds from its begin; Infinity for what never came. */
export interface SimulatedItem {
  readonly outcome: QueueOutcome;
  /** The number of the station that turned it away, even if it never said so; undefined where none did. */
  readonly shedBy: number | undefined;
  readonly startMs: number;
  readonly endMs: number;
}

/** What a simulation has found. */
export interface SimulatedRun {
  /** In the order of the items. */
  readonly items: readonly SimulatedItem[];
  /** From the first start to the last end of what was sent. */
  readonly makespanMs: number;
}

/**
 * Plays a client and a server without any overhead: m requests in flight, each item sent in its turn as soon as the
 * client has a slot, and what comes after another once that has ended; first come, first served at each station, and
 * by the cores that compute for what has come, which holds no slot; a client that gives up frees its place. A discrete-event simulation (Law, "Simulation Modeling and Analysis", chapter
 * 1): what comes at the same moment is taken in the order in which it was brought about.
 */
export function simulateQueue(items: readonly Item[], situation: Situation): SimulatedRun {
  return new QueueSimulation(items, situation).run();
}

/** What may still end, and is given up where it does not. */
const NOT_ENDED: SimulatedItem = { outcome: 'timeout', shedBy: undefined, startMs: Infinity, endMs: Infinity };

class QueueSimulation {
  readonly #items: readonly Item[];
  readonly #situation: Situation;
  readonly #agenda = new Agenda();
  readonly #stations: readonly SimulatedStation[];
  readonly #cores: SimulatedStation;
  readonly #simulated: SimulatedItem[];
  /** Those that come after nothing, in their turn, and how many of them have been sent. */
  readonly #firsts: readonly number[];
  #sentFirsts = 0;
  /** Those that came after another, which has ended. */
  readonly #due: number[] = [];
  #inFlight = 0;
  /** The latest moment at which items are to be started by the clock. */
  #nextStartMs = 0;

  constructor(items: readonly Item[], situation: Situation) {
    this.#items = items;
    this.#situation = situation;
    this.#stations = situation.stations.map((station) => new SimulatedStation(station, this.#agenda));
    this.#cores = new SimulatedStation(coresOf(situation), this.#agenda);
    const later = new Set(items.map(({ next }) => next));
    const found = new Set(items.flatMap((item) => item.found ?? []));
    this.#firsts = items.flatMap((_, i) => (later.has(i) || found.has(i) ? [] : [i]));
    this.#simulated = items.map((_, i) => ({ ...NOT_ENDED, outcome: found.has(i) ? 'unfound' : 'timeout' }));
  }

  run(): SimulatedRun {
    this.#startItems();
    this.#agenda.run();
    const makespanMs = this.#simulated.reduce(
      (latest, { outcome, endMs }) => (outcome === 'unfound' ? latest : Math.max(latest, endMs)),
      0,
    );
    return { items: this.#simulated, makespanMs };
  }

  #startItems(): void {
    const { m, startsMs } = this.#situation;
    while (this.#inFlight < m && this.#due.length > 0) this.#start(this.#due.shift()!);
    while (this.#inFlight < m && this.#sentFirsts < this.#firsts.length) {
      const startMs = startsMs === undefined ? 0 : startsMs[this.#sentFirsts]! - startsMs[0]!;
      if (startMs > this.#agenda.nowMs) {
        // Each item that ends asks for the same moment: once is enough, or a long schedule would be all asking.
        if (startMs > this.#nextStartMs) this.#agenda.at(startMs, () => this.#startItems());
        this.#nextStartMs = startMs;
        return;
      }
      this.#start(this.#firsts[this.#sentFirsts++]!);
    }
  }

  #start(index: number): void {
    const startMs = this.#agenda.nowMs;
    const { beforeMs, servicesMs, afterMs, next, found = [] } = this.#items[index]!;
    let leaveStation = () => {};
    let isOver = false;
    let shedBy: number | undefined;
    const end = (outcome: QueueOutcome) => {
      if (isOver) return;
      isOver = true;
      leaveStation();
      this.#simulated[index] = { outcome, shedBy, startMs, endMs: this.#agenda.nowMs };
      this.#inFlight -= 1;
      if (outcome === 'served') this.#work(index);
      if (outcome === 'served') this.#due.push(...found);
      if (next !== undefined) this.#due.push(next);
      this.#startItems();
    };
    const shedAt = (number: number) => (shedAfterMs: number) => {
      shedBy = number;
      this.#after(shedAfterMs + beforeMs, () => end('shed'));
    };
    const pass = (number: number) => {
      const station = servicesMs === undefined ? undefined : this.#stations[number];
      const serviceMs = servicesMs?.[number];
      if (isOver) return;
      if (station === undefined) this.#after(afterMs, () => end('served'));
      else if (serviceMs === undefined) pass(number + 1);
      else leaveStation = station.admit({ serviceMs, served: () => pass(number + 1), shed: shedAt(number) });
    };
    this.#simulated[index] = { ...NOT_ENDED, startMs };
    this.#inFlight += 1;
    this.#after(this.#situation.timeoutMs, () => end('timeout'));
    this.#after(beforeMs, () => pass(0));
  }

  /** Computes for an item that has come: it has ended once that is done. */
  #work(index: number): void {
    const { workMs: serviceMs = 0 } = this.#items[index]!;
    if (serviceMs === 0) return;
    const served = () => {
      this.#simulated[index] = { ...this.#simulated[index]!, endMs: this.#agenda.nowMs };
    };
    this.#cores.admit({ serviceMs, served, shed: () => {} });
  }

  #after(ms: number, call: () => void): void {
    this.#agenda.at(this.#agenda.nowMs + ms, call);
  }
}

/** Cores are slots before which any number can wait. */
function coresOf({ cores = 1 }: Situation): Station {
  return { slots: cores, queue: Number.POSITIVE_INFINITY, shedAfterMs: 0, contention: 0, coherency: 0 };
}
