import { monotonicMs } from '../../clients/download/monotonic-clock.ts';
import { LabError } from '../../lib/errors/lab-error.ts';
import { fetchReason } from '../../lib/network/fetch-reason.ts';
import { clockState } from '../../servers/control/schemas.ts';

/** How often the clock is asked: the quickest answer says most. */
const ASKED = 20;

/** How long one answer may take, in milliseconds. */
const TIMEOUT_MS = 5000;

/** How this machine's monotonic clock stands to the servers'. */
export interface ClockReading {
  /** What is to be added to a moment of this machine to have it on the servers' clock, in milliseconds. */
  readonly offsetMs: number;
  /** By how much that may be wrong either way, in milliseconds. */
  readonly uncertaintyMs: number;
}

/** Asks for the milliseconds of a clock. */
export type AskClock = () => Promise<number>;

/**
 * How a clock stands to the one that is asked. The answer was made between the question and its arrival: where that took
 * least, the middle is wrong by half of it at most.
 *
 * @param nowMs the clock of who asks; default: this machine's monotonic one
 */
export async function readClock(ask: AskClock, nowMs: () => number = monotonicMs): Promise<ClockReading> {
  let best: ClockReading = { offsetMs: 0, uncertaintyMs: Number.POSITIVE_INFINITY };
  for (let asked = 0; asked < ASKED; asked++) {
    const beforeMs = nowMs();
    const theirMs = await ask();
    const uncertaintyMs = (nowMs() - beforeMs) / 2;
    if (uncertaintyMs < best.uncertaintyMs) best = { offsetMs: theirMs - beforeMs - uncertaintyMs, uncertaintyMs };
  }
  return best;
}

/**
 * The clock of the servers that a control API belongs to. No token is sent: the clock needs none, and an agent asks whatever
 * address it is told by a job.
 *
 * @param control such as `http://localhost:8080`
 * @param advice what to do where nobody answers there
 * @throws LabError when asked and nobody answers, or it is no control API
 */
export function serverClock(control: string, advice = ''): AskClock {
  const url = new URL('/api/clock', control);
  return async () => {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch((cause: Error) => {
      throw new LabError(`the servers' control API at ${control} cannot be reached (${fetchReason(cause)})${advice}`, {
        cause,
      });
    });
    const read = clockState.safeParse(await response.json().catch(() => undefined));
    if (read.success) return read.data.nowMs;
    throw new LabError(`what answers at ${control} is no control API of this version: it says ${response.status}`);
  };
}
