import { describe, expect, it } from 'vitest';
import { generator } from '../../../lib/chance/generator.ts';
import type { RequestRecord } from '../../../lib/request-record.ts';
import { verdict } from '../../../servers/records/verdict.ts';

const SEEDS = 400;

/** A wait before the retry numbered from 0, in milliseconds. */
type Policy = (retry: number, random: () => number) => number;

const jittered = (share: number, random: () => number) => 1 + share * (2 * random() - 1);
const constant: Policy = () => 200;
const constantJittered: Policy = (_retry, random) => 200 * jittered(0.5, random);
const anythingUpTo: Policy = (_retry, random) => 400 * random();
const doubling: Policy = (retry) => 100 * 2 ** retry;
const doublingJittered: Policy = (retry, random) => doubling(retry, random) * jittered(0.5, random);
const doublingFullJitter: Policy = (retry, random) => doubling(retry, random) * random();
/** Beneath what a busy computer adds to each wait: often little, at times a lot. */
const onBusyComputer =
  (policy: Policy, meanMs: number): Policy =>
  (retry, random) =>
    policy(retry, random) - meanMs * Math.log(1 - random());

/** What the verdict says of clients that retry so many keys so often, each seed once. */
function trials(policy: Policy, { keys, retries }: { keys: number; retries: number }): (boolean | undefined)[] {
  return Array.from({ length: SEEDS }, (_, seed) => {
    const random = generator(seed, 'back-off');
    const records = Array.from({ length: keys }, (_, key) => attempts(`GET /${key}`, policy, retries, random)).flat();
    const context = {
      label: 'LAB',
      dropped: 0,
      slots: undefined,
      closedMs: new Map<number, number>(),
      faultChanges: [],
    };
    return verdict(records, context).backOff?.growing;
  });
}

function attempts(key: string, policy: Policy, retries: number, random: () => number): RequestRecord[] {
  let arrivedMs = 0;
  return Array.from({ length: retries + 1 }, (_, i) => {
    // The computer itself takes up to 2 ms.
    if (i > 0) arrivedMs += 10 + policy(i - 1, random) + 2 * random();
    return {
      seq: i,
      label: 'LAB',
      key,
      attempt: i + 1,
      connection: 1,
      arrivedMs,
      startedMs: arrivedMs,
      firstByteMs: arrivedMs + 10,
      endedMs: arrivedMs + 10,
      injectedMs: 10,
      serviceMs: 0,
      queuedMs: 0,
      status: 503,
      shed: false,
      retryAfterMs: undefined,
      bytes: 10,
      faults: ['status'],
      failsBy: 'status',
      ending: 'sent',
    };
  });
}

function share(said: readonly (boolean | undefined)[], what: boolean): number {
  return said.filter((growing) => growing === what).length / said.length;
}

const SIZES = [
  { keys: 1, retries: 2 },
  { keys: 1, retries: 3 },
  { keys: 1, retries: 5 },
  { keys: 1, retries: 10 },
  { keys: 5, retries: 2 },
  { keys: 5, retries: 3 },
  { keys: 20, retries: 2 },
  { keys: 20, retries: 4 },
  { keys: 200, retries: 3 },
];

describe('back-off', () => {
  it.each(SIZES)('that is constant is called growing in 2 of 100 at most, whatever its jitter: %o', (size) => {
    for (const policy of [constant, constantJittered])
      expect(share(trials(policy, size), true)).toBeLessThanOrEqual(0.02);
  });

  it.each(SIZES.filter(({ keys }) => keys > 1))('nor when it jitters between nothing and all: %o', (size) => {
    expect(share(trials(anythingUpTo, size), true)).toBeLessThanOrEqual(0.02);
  });

  it.each(SIZES)('that doubles is called constant in 2 of 100 at most: %o', (size) => {
    for (const policy of [doubling, doublingJittered])
      expect(share(trials(policy, size), false)).toBeLessThanOrEqual(0.02);
  });

  it.each(SIZES)('that doubles on a busy computer is called constant in 2 of 100 at most: %o', (size) => {
    for (const [firstMs, meanMs] of [
      [20, 200],
      [50, 200],
      [100, 300],
    ] as const) {
      const policy = onBusyComputer((retry) => firstMs * 2 ** retry, meanMs);
      expect(share(trials(policy, size), false)).toBeLessThanOrEqual(0.02);
    }
  });

  it.each([
    ['doubling', doubling, { keys: 1, retries: 3 }, 1],
    ['doubling with jitter', doublingJittered, { keys: 1, retries: 6 }, 0.9],
    ['doubling with jitter', doublingJittered, { keys: 5, retries: 3 }, 0.9],
    ['doubling with jitter', doublingJittered, { keys: 20, retries: 2 }, 0.95],
    ['doubling with full jitter', doublingFullJitter, { keys: 20, retries: 4 }, 0.95],
  ] as const)('that is %s is found: %o %o', (_what, policy, size, least) => {
    expect(share(trials(policy, size), true)).toBeGreaterThanOrEqual(least);
  });

  it.each([
    ['constant', constant, { keys: 1, retries: 5 }, 1],
    ['constant with jitter', constantJittered, { keys: 20, retries: 4 }, 0.95],
  ] as const)('that is %s is said not to grow: %o %o', (_what, policy, size, least) => {
    expect(share(trials(policy, size), false)).toBeGreaterThanOrEqual(least);
  });

  it('of few retries is never said not to grow', () => {
    for (const size of [
      { keys: 1, retries: 4 },
      { keys: 5, retries: 2 },
    ])
      expect(new Set(trials(constant, size))).toEqual(new Set([undefined]));
  });

  it('of two retries in a row, or of many single ones, cannot be told', () => {
    for (const size of [
      { keys: 1, retries: 2 },
      { keys: 50, retries: 1 },
    ]) {
      expect(new Set(trials(doubling, size))).toEqual(new Set([undefined]));
    }
  });
});
