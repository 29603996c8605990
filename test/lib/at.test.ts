import { describe, expect, it, vi } from 'vitest';
import { at } from '../../lib/at.ts';

const clock = () => performance.now();

describe('at', () => {
  it('calls back at its moment, and never before it', async () => {
    const moments = Array.from({ length: 50 }, (_, i) => clock() + 5 + i * 0.37);
    const early = await Promise.all(
      moments.map((moment) => new Promise<number>((resolve) => at(moment, clock, () => resolve(moment - clock())))),
    );
    expect(Math.max(...early)).toBeLessThanOrEqual(0);
  });

  it('calls back before it returns when the moment has passed', () => {
    const call = vi.fn();
    at(clock() - 1, clock, call);
    expect(call).toHaveBeenCalledOnce();
  });

  it('waits beyond the longest time of a timer, which Node would take for 1 ms', () => {
    vi.useFakeTimers();
    try {
      const call = vi.fn();
      const days = 30 * 24 * 3_600_000;
      at(Date.now() + days, Date.now, call);
      vi.advanceTimersByTime(days - 1);
      expect(call).not.toHaveBeenCalled();
      vi.advanceTimersByTime(1);
      expect(call).toHaveBeenCalledOnce();
    } finally {
      vi.useRealTimers();
    }
  });

  it('leaves no timer behind when it is cancelled', () => {
    vi.useFakeTimers();
    try {
      const call = vi.fn();
      const cancel = at(Date.now() + 1000, Date.now, call);
      expect(vi.getTimerCount()).toBe(1);
      cancel();
      expect(vi.getTimerCount()).toBe(0);
      vi.advanceTimersByTime(2000);
      expect(call).not.toHaveBeenCalled();
    } finally {
      vi.useRealTimers();
    }
  });
});
