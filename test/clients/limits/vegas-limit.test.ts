import { describe, expect, it } from 'vitest';
import { VegasLimit } from '../../../clients/limits/vegas-limit.ts';
import { draw } from '../../../lib/chance/draw.ts';

interface Sent {
  readonly sentMs: number;
  readonly inFlight: number;
}

interface Simulated {
  /** When the last item ended. */
  readonly endedMs: number;
  readonly refused: number;
  /** The limit after each item that ended. */
  readonly limits: readonly { readonly atMs: number; readonly limit: number }[];
}

/** A client that always has as many requests in flight as the limit lets it, and a server with slots and a short queue. */
class SimulatedClient {
  readonly #limit: { readonly current: number; learn?: VegasLimit['learn'] };
  readonly #slots: (nowMs: number) => number;
  readonly #serviceMs: (n: number) => number;
  readonly #agenda: { readonly atMs: number; readonly call: () => void }[] = [];
  readonly #queue: Sent[] = [];
  readonly #limits: { atMs: number; limit: number }[] = [];
  #nowMs = 0;
  #left: number;
  #sent = 0;
  #inFlight = 0;
  #inService = 0;
  #refused = 0;

  constructor(
    items: number,
    limit: { readonly current: number; learn?: VegasLimit['learn'] },
    slots: (nowMs: number) => number,
    serviceMs: (n: number) => number,
  ) {
    this.#left = items;
    this.#limit = limit;
    this.#slots = slots;
    this.#serviceMs = serviceMs;
  }

  run(): Simulated {
    this.#send();
    while (this.#agenda.length > 0) {
      this.#agenda.sort((a, b) => a.atMs - b.atMs);
      const { atMs, call } = this.#agenda.shift()!;
      this.#nowMs = atMs;
      call();
      this.#send();
    }
    return { endedMs: this.#nowMs, refused: this.#refused, limits: this.#limits };
  }

  #send(): void {
    while (this.#left > 0 && this.#inFlight < Math.floor(this.#limit.current)) {
      this.#left -= 1;
      this.#inFlight += 1;
      this.#arrive({ sentMs: this.#nowMs, inFlight: this.#inFlight });
    }
  }

  #arrive(sent: Sent): void {
    if (this.#inService < this.#slots(this.#nowMs)) this.#serve(sent);
    else if (this.#queue.length < 32) this.#queue.push(sent);
    else this.#in(1, () => this.#end(sent, 'refused'));
  }

  #serve(sent: Sent): void {
    this.#inService += 1;
    this.#sent += 1;
    this.#in(this.#serviceMs(this.#sent), () => {
      this.#inService -= 1;
      while (this.#queue.length > 0 && this.#inService < this.#slots(this.#nowMs)) this.#serve(this.#queue.shift()!);
      this.#end(sent, 'answered');
    });
  }

  #end({ sentMs, inFlight }: Sent, fate: 'answered' | 'refused'): void {
    this.#inFlight -= 1;
    if (fate === 'refused') this.#refused += 1;
    this.#limit.learn?.({ sentMs, inFlight, endedMs: this.#nowMs, fate });
    this.#limits.push({ atMs: this.#nowMs, limit: Math.floor(this.#limit.current) });
  }

  #in(ms: number, call: () => void): void {
    this.#agenda.push({ atMs: this.#nowMs + ms, call });
  }
}

const HUNDRED = () => 100;
const ENDLESS = () => Number.POSITIVE_INFINITY;
const long = (n: number) => 500 + 4500 * draw({ seed: 42, label: 'DELAY', fault: 'delay', key: '', attempt: 1 }, n);

function median(seen: Simulated['limits']): number {
  return seen.map(({ limit }) => limit).sort((a, b) => a - b)[seen.length >> 1]!;
}

function simulate(
  items: number,
  limit: { readonly current: number; learn?: VegasLimit['learn'] },
  slots: (nowMs: number) => number,
  serviceMs: (n: number) => number,
): Simulated {
  return new SimulatedClient(items, limit, slots, serviceMs).run();
}

describe('VegasLimit', () => {
  it.each([2, 8, 20])('uses %d slots as well as a client that knows them', (slots) => {
    const limit = new VegasLimit(600);
    limit.raise(9); // A silent tenth of a second is worth as much.
    const learnt = simulate(600, limit, () => slots, HUNDRED);
    const known = simulate(600, { current: slots + 2 }, () => slots, HUNDRED);
    expect(known.endedMs / learnt.endedMs).toBeGreaterThan(0.9);
    expect(learnt.refused).toBeLessThanOrEqual(slots === 8 ? 0 : 5);
  });

  it.each([20, 100])(
    'does not take long delays for a queue: with up to %d in flight it comes near one that has all',
    (m) => {
      const limit = new VegasLimit(m);
      limit.raise(m); // The first answer takes half a second.
      const learnt = simulate(20 * m, limit, ENDLESS, long);
      const all = simulate(20 * m, { current: m }, ENDLESS, long);
      expect(all.endedMs / learnt.endedMs).toBeGreaterThan(0.9);
    },
  );

  it.each([8, 50])('follows within 20 requests per slot when %d slots become half as many, and come back', (slots) => {
    const [lessMs, moreMs] = [5000, 12_000];
    const changing = (nowMs: number) => (nowMs >= lessMs && nowMs < moreMs ? slots / 2 : slots);
    const { limits } = simulate(slots * 180, new VegasLimit(1000), changing, HUNDRED);
    const before = median(limits.filter(({ atMs }) => atMs < lessMs).slice(-10 * slots));
    const followed = (atMs: number) => median(limits.filter((seen) => seen.atMs >= atMs).slice(10 * slots, 20 * slots));
    expect(before).toBeGreaterThanOrEqual(slots);
    expect(followed(lessMs)).toBeGreaterThanOrEqual(slots / 2);
    expect(followed(lessMs)).toBeLessThan(before * 0.75);
    expect(followed(moreMs)).toBeGreaterThanOrEqual(slots);
  });

  it('forgets what was usual when the server becomes slower, and does not shrink to nothing', () => {
    let nowMs = 0;
    const limit = new VegasLimit(100);
    limit.raise(50);
    for (let i = 0; i < 6000; i++) {
      nowMs += 10;
      const rttMs = i < 1000 ? 100 : 300;
      limit.learn({ sentMs: nowMs - rttMs, endedMs: nowMs, inFlight: Math.floor(limit.current), fate: 'answered' });
    }
    expect(limit.current).toBe(100);
  });

  it('gives up a part once for all refusals of requests that were in flight together', () => {
    const limit = new VegasLimit(100);
    limit.raise(50);
    for (let i = 0; i < 30; i++) limit.learn({ sentMs: 0, endedMs: 10 + i, inFlight: 50, fate: 'refused' });
    expect(limit.current).toBe(45);
  });

  it('begins again at 1 after a silence', () => {
    const limit = new VegasLimit(100);
    limit.raise(50);
    limit.learn({ sentMs: 0, endedMs: 3000, inFlight: 50, fate: 'lost' });
    expect(limit.current).toBe(1);
    limit.raise(50);
    expect(limit.current).toBe(1);
  });
});
