import { describe, expect, it } from 'vitest';
import { type DoneShare, mergeShares } from '../../../bench/agents/merge-shares.ts';
import type { Outcome } from '../../../clients/download/outcome.ts';

const OFFSETS = { offsetMs: 5, uncertaintyMs: 0.5 };

function outcome(code: string, startedMs: number, endedMs: number, scheduledMs?: number): Outcome {
  const common = { kind: 'ok', status: 200, bytes: 1, requests: 1, firstByteMs: undefined, error: undefined } as const;
  return { ...common, code, startedMs, endedMs, file: undefined, ...(scheduledMs !== undefined && { scheduledMs }) };
}

function share(name: string, beganMs: number, outcomes: readonly Outcome[], m = 1): DoneShare {
  const usage = { cpuSeconds: 1, peakRssBytes: 10, eventLoopDelayP99Ms: beganMs };
  const codes = outcomes.map(({ code }) => code);
  return {
    task: { client: { kind: 'strategy', name: 'async' }, codes, options: { baseUrl: 'http://localhost:1', m } },
    agent: { id: `id-${name}`, name, cores: 2, version: '1', node: 'v26', pid: 1, allowsCommands: false },
    done: { state: 'done', agent: `id-${name}`, usage, beganMs, outcomes: outcomes.length, ...OFFSETS },
    outcomes,
  };
}

describe('shares put together', () => {
  it('have their times on one clock, from the common start on, in order of completion, and say whose they are', () => {
    const { outcomes } = mergeShares(
      [share('a', 1000, [outcome('BR', 0, 90)]), share('b', 1020, [outcome('FR', 5, 30)])],
      1000,
    );
    expect(outcomes).toMatchObject([
      { code: 'FR', startedMs: 25, endedMs: 50, agent: 'b' },
      { code: 'BR', startedMs: 0, endedMs: 90, agent: 'a' },
    ]);
  });

  it('leave it to the schedule when a request was to be sent', () => {
    const { outcomes } = mergeShares([share('a', 1030, [outcome('BR', 10, 90, 10)])], 1000);
    expect(outcomes).toMatchObject([{ scheduledMs: 10, startedMs: 40 }]);
  });

  it('cost what all cost together, and the worst event loop stands for all', () => {
    const { usage } = mergeShares([share('a', 3, [outcome('BR', 0, 1)]), share('b', 7, [outcome('FR', 0, 1)])], 0);
    expect(usage).toEqual({ cpuSeconds: 2, peakRssBytes: 20, eventLoopDelayP99Ms: 7 });
  });

  it('say who did what, and for whom there was nothing', () => {
    const { spread } = mergeShares([share('a', 1000, [outcome('BR', 2, 90)], 4)], 1000, ['b']);
    expect(spread).toEqual({
      idle: ['b'],
      agents: 2,
      shares: [{ agent: 'a', id: 'id-a', cores: 2, node: 'v26', items: 1, m: 4, firstMs: 2, lastMs: 90, ...OFFSETS }],
    });
  });

  it('are no cell where outcomes are missing', () => {
    const whole = share('a', 0, [outcome('BR', 0, 1), outcome('FR', 0, 1)]);
    expect(() => mergeShares([{ ...whole, outcomes: whole.outcomes.slice(1) }], 0)).toThrow(
      '1 of 2 outcomes of a have come',
    );
  });
});
