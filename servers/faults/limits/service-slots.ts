import { at } from '../../../lib/at.ts';
import { slowdown } from '../../../lib/queueing/slowdown.ts';
import { atCapacity, type CapacityFate, type Fate } from '../contract/fate.ts';
import type { Admission, Gate, Passage, Refusal } from '../contract/gate.ts';
import type { CapacitySpec } from './capacity-spec.ts';

/** One request that waits for a slot or is in service. */
interface Customer {
  readonly serviceMs: number;
  readonly started: () => void;
  readonly passed: () => void;
  cancelTimer?: () => void;
}

/**
 * Slots of service with a bounded queue, first come first served. A service that follows another in the same slot
 * begins when that one was due to end, not when its timer got round to it: so throughput at saturation is slots divided
 * by service time, whatever the timers' lateness.
 */
export class ServiceSlots implements Gate {
  readonly #spec: CapacitySpec;
  readonly #clock: () => number;
  readonly #number: number;
  readonly #queue = new Set<Customer>();
  #inService = 0;

  /** @param number which capacity of its server this is, from 0 */
  constructor(spec: CapacitySpec, clock: () => number, number: number) {
    this.#spec = spec;
    this.#clock = clock;
    this.#number = number;
  }

  admit(fate: Fate): Admission {
    const { slots, queue } = this.#spec;
    const own = atCapacity(fate, this.#number) ?? fate;
    if (this.#inService >= slots && this.#queue.size >= queue)
      return { fault: 'capacity', refused: this.#refusal(own) };
    return { fault: 'capacity', passage: this.#passage(own.serviceMs) };
  }

  #passage(serviceMs: number): Passage {
    let customer: Customer | undefined;
    return {
      begin: (started, passed) => {
        customer = { serviceMs, started, passed };
        if (this.#inService < this.#spec.slots) this.#serve(customer, this.#clock());
        else this.#queue.add(customer);
      },
      abandon: () => {
        if (customer === undefined || this.#queue.delete(customer) || customer.cancelTimer === undefined) return;
        customer.cancelTimer();
        this.#leave(this.#clock());
      },
    };
  }

  #serve(customer: Customer, beginMs: number): void {
    this.#inService += 1;
    const endMs = beginMs + customer.serviceMs * slowdown(this.#inService, this.#spec);
    customer.started();
    customer.cancelTimer = at(endMs, this.#clock, () => {
      delete customer.cancelTimer;
      this.#leave(endMs);
      customer.passed();
    });
  }

  #leave(endMs: number): void {
    this.#inService -= 1;
    const [next] = this.#queue;
    if (next === undefined) return;
    this.#queue.delete(next);
    this.#serve(next, endMs);
  }

  #refusal({ serviceMs, shedAfterMs: afterMs }: CapacityFate): Refusal {
    const { shed, slots } = this.#spec;
    if (shed === 'hang') return { by: shed };
    if (shed === 'reset') return { by: shed, afterMs };
    // By then the queue has moved on by as many places as it holds.
    const retryAfterMs = (serviceMs * slowdown(slots, this.#spec) * (this.#queue.size + 1)) / slots;
    return { by: 'status', status: shed, retryAfterMs, afterMs };
  }
}
