import { describe, expect, it } from 'vitest';
import { untilMoment } from '../../../clients/schedule/until-moment.ts';

const clock = () => performance.now();

describe('waiting for a moment', () => {
  it.each([0.3, 1, 12.7])('ends not before it: %d ms ahead', async (aheadMs) => {
    const momentMs = clock() + aheadMs;
    await untilMoment(momentMs, clock, new AbortController().signal);
    expect(clock()).toBeGreaterThanOrEqual(momentMs);
  });

  it('lets the event loop go on meanwhile', async () => {
    let turns = 0;
    const turning = setInterval(() => turns++, 1);
    await untilMoment(clock() + 50, clock, new AbortController().signal);
    clearInterval(turning);
    expect(turns).toBeGreaterThan(0);
  });

  it('ends at once for a moment that has passed', async () => {
    await untilMoment(clock() - 1, clock, new AbortController().signal);
  });

  it('ends at once, and quietly, when it is called off', async () => {
    const controller = new AbortController();
    const startedMs = clock();
    const waiting = untilMoment(startedMs + 3_000_000, clock, controller.signal);
    controller.abort();
    await waiting;
    await untilMoment(startedMs + 3_000_000, clock, controller.signal);
  });
});
