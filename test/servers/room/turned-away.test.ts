import { expect, it } from 'vitest';
import type { RequestRecord } from '../../../lib/request-record.ts';
import { refusals } from '../../../servers/room/refusals.ts';
import type { CrowdedRun } from '../../../servers/room/stays.ts';
import { type TurnedAway, turnedAway } from '../../../servers/room/turned-away.ts';

/** A request that held a place for so long, or was refused one. */
function came(run: string | undefined, atMs: number, heldMs: number | undefined, fault = 'capacity'): RequestRecord {
  const shed = heldMs === undefined;
  const endedMs = atMs + (heldMs ?? 10);
  return {
    ...{ seq: 0, label: 'X', key: 'GET /', attempt: 1, connection: 1, status: shed ? 503 : 200, shed, bytes: 1, run },
    ...{ arrivedMs: atMs, startedMs: atMs, firstByteMs: endedMs, endedMs, queuedMs: 0 },
    ...{ injectedMs: heldMs ?? 0, serviceMs: heldMs ?? 0, retryAfterMs: undefined, ending: 'sent' },
    faults: shed ? [fault] : [],
  };
}

const RUNS = ['red', 'blue'].map((name) => ({ name, sinceMs: 0 }));

function judged(
  records: readonly RequestRecord[],
  runs: readonly CrowdedRun[] = RUNS,
): ReadonlyMap<string, TurnedAway> {
  return turnedAway(refusals(records, runs));
}

it('shares a refusal out among those who held the places then', () => {
  const records = [
    ...[came('red', 0, 100), came('red', 0, 100), came('red', 0, 100), came('blue', 0, 50)],
    ...[came('blue', 10, undefined), came('blue', 60, undefined)],
  ];
  expect(judged(records)).toEqual(
    new Map([
      [
        'blue',
        {
          requests: 2,
          forGood: 1,
          ownShare: 0.125,
          heldBy: [
            { name: 'red', share: 0.875 },
            { name: 'blue', share: 0.125 },
          ],
        },
      ],
    ]),
  );
});

it('is the doing of who had all places, and of who has asked too often by itself', () => {
  const own = [came('red', 0, 100), came('red', 10, undefined)];
  expect(judged(own).get('red')).toMatchObject({ ownShare: 1, heldBy: [{ name: 'red', share: 1 }] });
  const often = [came('blue', 0, 100), came('red', 5, 1), came('red', 10, undefined, 'rate')];
  expect(judged(often).get('red')).toMatchObject({ requests: 1, ownShare: 1 });
  const first = [came('red', 10, undefined, 'rate')];
  expect(judged(first).get('red')).toEqual({
    ...{ requests: 1, forGood: 1, ownShare: 1 },
    heldBy: [{ name: 'red', share: 1 }],
  });
});

it('is the doing of others whom a rate let through before, whoever is still there', () => {
  const records = [
    ...[came('red', 0, 100), came('blue', 10, 1), came('red', 20, undefined, 'rate')],
    ...[
      came('blue', 30, 1),
      came('red', 40, undefined, 'rate'),
      came('red', 50, 1),
      came('red', 60, undefined, 'rate'),
    ],
  ];
  const { requests, ownShare, heldBy } = judged(records).get('red')!;
  expect({ requests, heldBy: heldBy.map(({ name }) => name) }).toEqual({ requests: 3, heldBy: ['blue', 'red'] });
  expect(ownShare).toBeCloseTo(1 / 3, 10);
});

it('counts a place until it is given back, one that nobody with a name holds too, and leaves out runs before', () => {
  const records = [came(undefined, 0, 100), came('red', 50, undefined), came('red', 100, undefined)];
  expect(judged(records).get('red')).toMatchObject({ requests: 2, ownShare: 0 });
  expect(judged(records, [{ name: 'red', sinceMs: 60 }]).get('red')?.requests).toBe(1);
  expect(judged([...records, came('red', 110, undefined)]).get('red')?.ownShare).toBeCloseTo(1 / 3, 10);
});
