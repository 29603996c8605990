import type { Agenda } from './agenda.ts';
import type { Station } from './item.ts';
import { slowdown } from './slowdown.ts';

/** A request at a station. */
export interface Visit {
  readonly serviceMs: number;
  /** Its service is over. */
  readonly served: () => void;
  /** The queue is full: it is told so after that time. */
  readonly shed: (afterMs: number) => void;
}

/** A server's slots within a simulation: the rules of the `capacity` fault, without its clock. */
export class SimulatedStation {
  readonly #station: Station;
  readonly #agenda: Agenda;
  readonly #queue = new Set<Visit>();
  readonly #inService = new Set<Visit>();

  constructor(station: Station, agenda: Agenda) {
    this.#station = station;
    this.#agenda = agenda;
  }

  /**
   * A request has come.
   *
   * @returns to be called when its client has gone: its place, in line or in service, is free for the next
   */
  admit(visit: Visit): () => void {
    const { slots, queue, shedAfterMs } = this.#station;
    if (this.#inService.size < slots) this.#serve(visit);
    else if (this.#queue.size < queue) this.#queue.add(visit);
    else visit.shed(shedAfterMs);
    return () => {
      if (!this.#queue.delete(visit)) this.#leave(visit);
    };
  }

  #serve(visit: Visit): void {
    this.#inService.add(visit);
    const serviceMs = visit.serviceMs * slowdown(this.#inService.size, this.#station);
    this.#agenda.at(this.#agenda.nowMs + serviceMs, () => {
      if (this.#leave(visit)) visit.served();
    });
  }

  /** @returns whether it was in service */
  #leave(visit: Visit): boolean {
    if (!this.#inService.delete(visit)) return false;
    const [next] = this.#queue;
    if (next !== undefined) {
      this.#queue.delete(next);
      this.#serve(next);
    }
    return true;
  }
}
