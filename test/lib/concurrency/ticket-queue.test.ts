import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TicketQueue } from '../../../lib/concurrency/ticket-queue.ts';

const shiftAll = <T>(queue: TicketQueue<T>) => Array.from({ length: queue.size }, () => queue.shift());

describe('TicketQueue', () => {
  it('serves in the order of arrival', () => {
    const queue = new TicketQueue<string>();
    for (const name of ['a', 'b', 'c']) queue.push(name);
    expect([queue.shift(), queue.shift(), queue.shift(), queue.shift()]).toEqual(['a', 'b', 'c', undefined]);
  });

  it('lets anyone leave before their turn, once', () => {
    const queue = new TicketQueue<string>();
    const tickets = ['a', 'b', 'c', 'd'].map((name) => queue.push(name));
    expect(queue.delete(tickets[0]!)).toBe(true);
    expect(queue.delete(tickets[2]!)).toBe(true);
    expect(queue.delete(tickets[2]!)).toBe(false);
    expect(shiftAll(queue)).toEqual(['b', 'd']);
    expect(queue.delete(tickets[1]!)).toBe(false);
  });

  it('behaves as a plain array would, whatever is pushed, deleted and shifted', () => {
    const operation = fc.oneof(
      fc.record({ kind: fc.constant('push' as const), pick: fc.nat() }),
      fc.record({ kind: fc.constant('delete' as const), pick: fc.nat() }),
      fc.record({ kind: fc.constant('shift' as const), pick: fc.nat() }),
    );
    const behavesAsAnArray = fc.property(fc.array(operation, { maxLength: 60 }), (operations) => {
      const queue = new TicketQueue<number>();
      let model: { ticket: number; value: number }[] = [];
      const issued: number[] = [];
      for (const { kind, pick } of operations) {
        if (kind === 'push') {
          const ticket = queue.push(pick);
          issued.push(ticket);
          model.push({ ticket, value: pick });
        } else if (kind === 'shift') {
          expect(queue.shift()).toBe(model.shift()?.value);
        } else if (issued.length > 0) {
          const ticket = issued[pick % issued.length]!;
          expect(queue.delete(ticket)).toBe(model.some((entry) => entry.ticket === ticket));
          model = model.filter((entry) => entry.ticket !== ticket);
        }
        expect(queue.size).toBe(model.length);
      }
      expect(shiftAll(queue)).toEqual(model.map(({ value }) => value));
    });
    fc.assert(behavesAsAnArray, { seed: 42, numRuns: 300 });
  });

  it('serves 300,000 in a moment, half of whom have left', () => {
    const queue = new TicketQueue<number>();
    const tickets = Array.from({ length: 300_000 }, (_, index) => queue.push(index));
    for (const ticket of tickets) if (ticket % 2 === 0) queue.delete(ticket);
    const served = shiftAll(queue);
    expect(served).toHaveLength(150_000);
    expect([served[0], served.at(-1), queue.shift()]).toEqual([1, 299_999, undefined]);
  });
});
