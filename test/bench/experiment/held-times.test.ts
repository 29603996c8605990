import { describe, expect, it } from 'vitest';
import { heldTimes } from '../../../bench/experiment/held-times.ts';
import { planDownload } from '../../../bench/plan/plan.ts';
import type { Outcome } from '../../../clients/download/outcome.ts';
import { parseProfile } from '../../../servers/faults/profile.ts';

function outcome(code: string, startedMs: number, scheduledMs?: number): Outcome {
  const rest = {
    kind: 'ok',
    status: 200,
    bytes: 0,
    requests: 1,
    firstByteMs: 0,
    error: undefined,
    file: undefined,
  } as const;
  return { code, startedMs, scheduledMs, endedMs: startedMs + 1, ...rest };
}

const PLAN = planDownload({
  label: 'DELAY',
  profile: parseProfile(['delay=uniform:1s..2s', 'capacity=8,service=fixed:100ms,queue=8']),
  seed: 7,
  timeScale: 1,
  codes: ['BR', 'FR', 'BR'],
  m: 3,
  timeoutMs: 5000,
});
const held = PLAN.fates.map(({ delayMs, serviceMs }) => delayMs + serviceMs);

describe('how long the fates held each item', () => {
  it('is the delay and the service of its code, in the order of the outcomes', () => {
    expect(heldTimes([outcome('FR', 0), outcome('BR', 0)], PLAN)).toEqual([held[1], held[0]]);
  });

  it('is that of its own attempt where a code comes again, by when it was to start', () => {
    expect(held[0]).not.toBe(held[2]);
    const [late, early] = [outcome('BR', 10, 9), outcome('BR', 11, 8)];
    expect(heldTimes([late, early], PLAN)).toEqual([held[2], held[0]]);
  });

  it('is nothing for what was not planned', () => {
    expect(heldTimes([outcome('XX', 0), ...[0, 1, 2].map((ms) => outcome('FR', ms))], PLAN)).toEqual([
      0,
      held[1],
      0,
      0,
    ]);
  });
});
