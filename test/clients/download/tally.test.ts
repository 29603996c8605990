import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../clients/download/outcome.ts';
import { OUTCOME_KINDS } from '../../../clients/download/outcome-kinds.ts';
import { tally } from '../../../clients/download/tally.ts';
import { InvariantError } from '../../../lib/errors/invariant-error.ts';

function outcome(changes: Partial<Outcome>): Outcome {
  const times = { startedMs: 0, firstByteMs: undefined, endedMs: 0 };
  return {
    code: 'BR',
    kind: 'ok',
    status: 200,
    bytes: 10,
    requests: 1,
    ...times,
    error: undefined,
    file: undefined,
    ...changes,
  };
}

describe('tally', () => {
  it('counts items by kind, requests and bytes', () => {
    const outcomes = [outcome({}), outcome({ kind: 'timeout', requests: 3, bytes: 0 }), outcome({ bytes: 5 })];
    expect(tally(outcomes, 3)).toEqual({
      items: 3,
      kinds: { ok: 2, notFound: 0, httpError: 0, timeout: 1, networkError: 0, cancelled: 0 },
      reasons: { timeout: 1 },
      requests: 5,
      bytes: 15,
    });
  });

  it('has a count for every kind, the sum of which is the number of items', () => {
    const { kinds } = tally(
      OUTCOME_KINDS.map((kind) => outcome({ kind })),
      OUTCOME_KINDS.length,
    );
    expect(kinds).toEqual(Object.fromEntries(OUTCOME_KINDS.map((kind) => [kind, 1])));
  });

  it.each([0, 2])('does not hold for %d items when there is one outcome', (items) => {
    expect(() => tally([outcome({})], items)).toThrow(InvariantError);
    expect(() => tally([outcome({})], items)).toThrow(`1 outcomes for ${items} items`);
  });
});
