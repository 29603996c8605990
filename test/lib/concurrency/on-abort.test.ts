import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { onAbort } from '../../../lib/concurrency/on-abort.ts';

const listenerCount = (signal: AbortSignal) => getEventListeners(signal, 'abort').length;

describe('onAbort', () => {
  it('calls every callback once, with the reason, in the order in which they came', () => {
    const controller = new AbortController();
    const calls: unknown[] = [];
    onAbort(controller.signal, (reason) => calls.push(['first', reason]));
    onAbort(controller.signal, (reason) => calls.push(['second', reason]));

    controller.abort('enough');
    controller.abort('again');

    expect(calls).toEqual([
      ['first', 'enough'],
      ['second', 'enough'],
    ]);
  });

  it('calls back at once when the signal has aborted already', () => {
    const reasons: unknown[] = [];
    onAbort(AbortSignal.abort('early'), (reason) => reasons.push(reason));
    expect(reasons).toEqual(['early']);
  });

  it('never calls a callback that has been disposed of, even by another callback of the same abort', () => {
    const controller = new AbortController();
    const calls: string[] = [];
    const before = onAbort(controller.signal, () => calls.push('before'));
    onAbort(controller.signal, () => during[Symbol.dispose]());
    const during = onAbort(controller.signal, () => calls.push('during'));
    before[Symbol.dispose]();

    controller.abort();

    expect(calls).toEqual([]);
  });

  it('keeps two registrations of the same callback apart', () => {
    const controller = new AbortController();
    let calls = 0;
    const callback = () => calls++;
    const first = onAbort(controller.signal, callback);
    onAbort(controller.signal, callback);
    first[Symbol.dispose]();
    first[Symbol.dispose]();

    controller.abort();

    expect(calls).toBe(1);
  });

  it('puts one listener on the signal however many wait, and none when the last has left', () => {
    const { signal } = new AbortController();
    const waiting = Array.from({ length: 10_000 }, () => onAbort(signal, () => {}));
    expect(listenerCount(signal)).toBe(1);

    for (const one of waiting) one[Symbol.dispose]();
    expect(listenerCount(signal)).toBe(0);

    using _another = onAbort(signal, () => {});
    expect(listenerCount(signal)).toBe(1);
  });

  it('leaves no listener on a signal that has aborted', () => {
    const controller = new AbortController();
    onAbort(controller.signal, () => {});
    controller.abort();
    expect(listenerCount(controller.signal)).toBe(0);
  });

  it('waits for nothing when there is no signal', () => {
    expect(() => onAbort(undefined, () => expect.unreachable())[Symbol.dispose]()).not.toThrow();
  });
});
