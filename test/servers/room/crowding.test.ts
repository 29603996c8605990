import { describe, expect, it } from 'vitest';
import type { RequestRecord } from '../../../lib/request-record.ts';
import { crowding } from '../../../servers/room/crowding.ts';

/** A request that came, was served from a moment on, and for how long. */
function served(run: string | undefined, comesMs: number, startedMs: number, serviceMs: number): RequestRecord {
  const common = { seq: 0, label: 'X', key: 'GET /', attempt: 1, connection: 1, status: 200, shed: false, bytes: 1 };
  const endedMs = startedMs + serviceMs;
  const times = { arrivedMs: comesMs, startedMs, firstByteMs: endedMs, endedMs, queuedMs: startedMs - comesMs };
  return {
    ...common,
    run,
    ...times,
    injectedMs: serviceMs,
    serviceMs,
    retryAfterMs: undefined,
    faults: [],
    ending: 'sent',
  };
}

const RUNS = ['red', 'blue', 'green'].map((name) => ({ name, sinceMs: 0 }));

function of(name: string, records: readonly RequestRecord[], slots: number, runs = RUNS) {
  return crowding(records, runs, () => slots).get(name);
}

describe('crowding', () => {
  it('counts a wait for who holds the slot then, all of it in the time that its request took', () => {
    const records = [served('red', 0, 0, 100), served('blue', 20, 100, 50)];
    expect(of('blue', records, 1)).toEqual({ tookMs: 130, aloneMs: 50, behind: [{ name: 'red', ms: 80 }] });
    expect(crowding(records, RUNS, () => 1).has('red')).toBe(false);
  });

  it('shares a moment out among all who hold slots, by how many each holds', () => {
    const records = [
      ...[served('red', 0, 0, 90), served('red', 0, 0, 90), served('green', 0, 0, 90)],
      served('blue', 30, 90, 10),
    ];
    expect(of('blue', records, 3)).toEqual({
      tookMs: 70,
      aloneMs: 10,
      behind: [
        { name: 'red', ms: 40 },
        { name: 'green', ms: 20 },
      ],
    });
  });

  it('slows nobody down where a name was in its own way alone', () => {
    const records = [served('red', 0, 0, 100), served('red', 0, 100, 100), served('red', 0, 200, 100)];
    expect(of('red', records, 1)).toEqual({ tookMs: 200, aloneMs: 200, behind: [{ name: 'red', ms: 300 }] });
  });

  it('takes off what it would have waited alone', () => {
    const records = [served('red', 0, 0, 100), served('blue', 0, 100, 100), served('blue', 0, 200, 100)];
    // Alone the second would have waited for the first; with red before them they waited for 100 and 200.
    expect(of('blue', records, 1)).toEqual({
      tookMs: 250,
      aloneMs: 150,
      behind: [
        { name: 'red', ms: 200 },
        { name: 'blue', ms: 100 },
      ],
    });
  });

  it('is of the run that goes on alone, and knows who has no name', () => {
    const records = [
      served('red', 0, 0, 50),
      served('blue', 0, 50, 50),
      served(undefined, 200, 200, 50),
      served('blue', 210, 250, 50),
    ];
    const runs = [{ name: 'blue', sinceMs: 200 }];
    expect(of('blue', records, 1, runs)).toEqual({ tookMs: 90, aloneMs: 50, behind: [{ name: undefined, ms: 40 }] });
  });

  it('leaves out who was turned away, and who gave up in the line but for its wait', () => {
    const gone = { ...served('blue', 10, 60, 50), endedMs: 60, ending: 'client-gone' } as const;
    const records = [served('red', 0, 0, 100), { ...served('green', 5, 5, 50), shed: true }, gone];
    expect(of('blue', records, 1)).toEqual({ tookMs: 50, aloneMs: 0, behind: [{ name: 'red', ms: 50 }] });
  });
});
