import { sleep } from '../../lib/concurrency/sleep.ts';

/** What tells the time and lets it pass. A test has one of its own. */
export interface Time {
  nowMs(): number;
  wait(ms: number): Promise<void>;
}

/** The time of this process. */
const REAL_TIME: Time = { nowMs: () => performance.now(), wait: (ms) => sleep(ms) };

/** So many timers are set, one after the other, each for so many milliseconds: a tenth of a second in all. */
const TIMERS = 20;
const TIMER_MS = 5;

/** How late timers are, in milliseconds: 19 of 20 are less late than this. */
export async function timerErrorMs({ nowMs, wait }: Time = REAL_TIME): Promise<number> {
  const lateMs: number[] = [];
  for (let i = 0; i < TIMERS; i++) {
    const setMs = nowMs();
    await wait(TIMER_MS);
    lateMs.push(Math.max(0, nowMs() - setMs - TIMER_MS));
  }
  return lateMs.sort((a, b) => a - b)[TIMERS - 2]!;
}
