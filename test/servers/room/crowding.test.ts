import { describe, expect, it } from 'vitest';
import type { RequestRecord } from '../../../lib/request-record.ts';
import { type Crowding, crowding } from '../../../servers/room/crowding.ts';
import { refusals } from '../../../servers/room/refusals.ts';

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

function of(
  name: string,
  records: readonly RequestRecord[],
  slots: number | undefined,
  runs = RUNS,
): Crowding | undefined {
  return crowding(records, runs, () => slots, refusals(records, runs)).get(name);
}

/** A request that was refused a place. */
function refused(run: string, atMs: number, key: string, retryAfterMs?: number, fault = 'capacity'): RequestRecord {
  return { ...served(run, atMs, atMs, 1), key, shed: true, status: 503, retryAfterMs, faults: [fault] };
}

describe('crowding', () => {
  it('counts a wait for who holds the slot then, all of it in the time that its request took', () => {
    const records = [served('red', 0, 0, 100), served('blue', 20, 100, 50)];
    expect(of('blue', records, 1)).toEqual({
      tookMs: 130,
      aloneMs: 50,
      waitedMs: 80,
      behind: [{ name: 'red', ms: 80 }],
    });
    expect(of('red', records, 1)).toBeUndefined();
  });

  it('shares a moment out among all who hold slots, by how many each holds', () => {
    const records = [
      ...[served('red', 0, 0, 90), served('red', 0, 0, 90), served('green', 0, 0, 90)],
      served('blue', 30, 90, 10),
    ];
    expect(of('blue', records, 3)).toEqual({
      tookMs: 70,
      aloneMs: 10,
      waitedMs: 60,
      behind: [
        { name: 'red', ms: 40 },
        { name: 'green', ms: 20 },
      ],
    });
  });

  it('slows nobody down where a name was in its own way alone', () => {
    const records = [served('red', 0, 0, 100), served('red', 0, 100, 100), served('red', 0, 200, 100)];
    expect(of('red', records, 1)).toEqual({
      tookMs: 200,
      aloneMs: 200,
      waitedMs: 300,
      behind: [{ name: 'red', ms: 300 }],
    });
  });

  it('takes off what it would have waited alone', () => {
    const records = [served('red', 0, 0, 100), served('blue', 0, 100, 100), served('blue', 0, 200, 100)];
    // Alone the second would have waited for the first; with red before them they waited for 100 and 200.
    expect(of('blue', records, 1)).toEqual({
      tookMs: 250,
      aloneMs: 150,
      waitedMs: 300,
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
    expect(of('blue', records, 1, runs)).toEqual({
      tookMs: 90,
      aloneMs: 50,
      waitedMs: 40,
      behind: [{ name: undefined, ms: 40 }],
    });
  });

  it('leaves out who was turned away, and who gave up in the line but for its wait', () => {
    const gone = { ...served('blue', 10, 60, 50), endedMs: 60, ending: 'client-gone' } as const;
    const records = [served('red', 0, 0, 100), { ...served('green', 5, 5, 50), shed: true }, gone];
    expect(of('blue', records, 1)).toEqual({ tookMs: 50, aloneMs: 0, waitedMs: 50, behind: [{ name: 'red', ms: 50 }] });
  });

  it('counts the time between a refusal and the next try for who took up the server then, as far as it was told to wait', () => {
    const storm = [served('red', 0, 0, 100), served('red', 0, 100, 100)];
    const polite = [
      refused('blue', 10, 'b', 1000),
      refused('blue', 1020, 'b', 1000),
      { ...served('blue', 2500, 2500, 50), key: 'b' },
    ];
    // Of the second refusal nobody else is the cause: nobody was there.
    expect(of('blue', [...storm, ...polite], 1)).toEqual({
      ...{ tookMs: 2050, aloneMs: 1050, waitedMs: 2000 },
      behind: [
        { name: 'red', ms: 1000 },
        { name: 'blue', ms: 1000 },
      ],
    });
    // What was told to nobody is for as long as it took; what is given up is in nobody's time.
    const hurried = [refused('blue', 10, 'b'), { ...served('blue', 40, 40, 50), key: 'b' }, refused('blue', 50, 'c')];
    expect(of('blue', [...storm, ...hurried], 2)).toEqual({
      ...{ tookMs: 80, aloneMs: 50, waitedMs: 30 },
      behind: [{ name: 'red', ms: 30 }],
    });
  });

  it('has who asks for all at once wait for itself, alone as well, however it came to its places', () => {
    const keys = ['a', 'b', 'c', 'd'];
    const own = keys.flatMap((key, index) => [
      ...(index < 2 ? [] : [refused('red', 0, key)]),
      { ...served('red', index < 2 ? 0 : 100 * index, 100 * index, 100), key },
    ]);
    const alone = of('red', own, 1)!;
    expect(alone.aloneMs).toBe(alone.tookMs);
    // With another before it, it is as much later as that took.
    const later = own.map((record) =>
      record.shed
        ? record
        : {
            ...record,
            startedMs: record.startedMs + 100,
            endedMs: record.endedMs! + 100,
            queuedMs: record.queuedMs + 100,
          },
    );
    const crowded = of('red', [served('blue', 0, 0, 100), ...later], 1)!;
    expect(crowded).toMatchObject({ tookMs: alone.tookMs + 100, aloneMs: alone.tookMs });
  });

  it('has who came too soon after others wait for them', () => {
    const records = [
      served('blue', 0, 0, 1),
      refused('red', 10, 'r', 500, 'rate'),
      { ...served('red', 510, 510, 20), key: 'r' },
    ];
    expect(of('red', records, undefined)).toMatchObject({
      tookMs: 520,
      aloneMs: 20,
      behind: [{ name: 'blue', ms: 500 }],
    });
  });

  it('has what was given up because of others stand in line, too, where nobody else is', () => {
    const own = [{ ...served('red', 0, 100, 100), key: 'a' }, refused('red', 0, 'b'), refused('red', 0, 'c')];
    const records = [served('blue', 0, 0, 100), served('blue', 0, 200, 100), ...own];
    // Alone the first of the three has its place at once; had one that was given up come before it, it would have waited for that.
    expect(of('red', records, 1)).toMatchObject({ tookMs: 200, aloneMs: 100 });
    const before = records.map((record) => (record.key === 'a' ? { ...record, arrivedMs: 1, queuedMs: 99 } : record));
    expect(of('red', before, 1)).toMatchObject({ tookMs: 199, aloneMs: 199 });
  });
});
