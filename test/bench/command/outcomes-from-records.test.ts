import { describe, expect, it } from 'vitest';
import { outcomesFromRecords } from '../../../bench/command/outcomes-from-records.ts';
import type { RequestRecord } from '../../../lib/request-record.ts';

type Given = Partial<RequestRecord> & { readonly path: string };

/** A request that was answered with 200 within 10 ms of its arrival, unless told otherwise. */
function record({ path, arrivedMs = 0, ...given }: Given): RequestRecord {
  return {
    seq: 0,
    label: 'ERROR',
    key: `GET ${path}`,
    attempt: 1,
    connection: 1,
    arrivedMs,
    startedMs: arrivedMs,
    firstByteMs: arrivedMs + 5,
    endedMs: arrivedMs + 10,
    injectedMs: 0,
    serviceMs: 0,
    queuedMs: 0,
    status: 200,
    shed: false,
    retryAfterMs: undefined,
    bytes: 100,
    faults: [],
    ending: 'sent',
    ...given,
  };
}

const image = (code: string, given: Partial<RequestRecord> = {}) =>
  record({ path: `/flags/${code}/${code}.gif`, ...given });

describe('the outcomes of a client that cannot be asked', () => {
  it('are one for each time that a flag is an item, in order of arrival', () => {
    const records = [image('br', { status: 418 }), image('br', { arrivedMs: 20 })];
    const kinds = (codes: readonly string[]) =>
      outcomesFromRecords(records, codes).map(({ kind, requests }) => [kind, requests]);
    expect(kinds(['BR', 'BR', 'BR'])).toEqual([
      ['httpError', 1],
      ['ok', 1],
      ['networkError', 0],
    ]);
    expect(kinds(['BR'])).toEqual([['ok', 2]]);
  });

  it('are ok with their metadata alone, where that belongs to them', () => {
    const metadata = (code: string, given: Partial<RequestRecord> = {}) =>
      record({ path: `/flags/${code}/metadata.json`, arrivedMs: 20, ...given });
    const records = [
      ...[image('br'), metadata('br', { status: 418 }), metadata('br')],
      ...[image('fr'), metadata('fr', { status: 418 })],
      image('in'),
      ...[image('us', { status: 404 }), metadata('us')],
      ...[image('gb'), image('gb'), metadata('gb')],
    ];
    const seen = (names: boolean) =>
      outcomesFromRecords(records, ['BR', 'FR', 'IN', 'US', 'GB', 'GB'], { names }).map(({ kind, error }) => [
        kind,
        error,
      ]);
    expect(seen(true)).toEqual([
      ['ok', undefined],
      ['httpError', 'status 418'],
      ['networkError', 'metadata never asked for'],
      ['notFound', 'status 404'],
      ['ok', undefined],
      ['networkError', 'metadata never asked for'],
    ]);
    expect(seen(false).map(([kind]) => kind)).toEqual(['ok', 'ok', 'ok', 'notFound', 'ok', 'ok']);
  });

  it('are ok of who asks twice at once, takes the first answer and gives up the other', () => {
    const gone = { ending: 'client-gone', status: undefined } as const;
    const hedged = [image('br'), image('br', gone), image('fr', gone), image('fr', { arrivedMs: 1 })];
    const seen = (codes: readonly string[]) =>
      outcomesFromRecords(hedged, codes).map(({ code, kind, requests }) => [code, kind, requests]);
    expect(seen(['BR', 'FR'])).toEqual([
      ['BR', 'ok', 2],
      ['FR', 'ok', 2],
    ]);
  });

  it('are those of the requests that were sent whole, where there are more requests than items', () => {
    const retried = [
      image('br', { status: 418 }),
      image('br', { arrivedMs: 20 }),
      image('br', { arrivedMs: 40, status: 418 }),
      image('br', { arrivedMs: 60 }),
    ];
    const seen = outcomesFromRecords(retried, ['BR', 'BR']).map(({ kind, requests }) => [kind, requests]);
    expect(seen).toEqual([
      ['ok', 1],
      ['ok', 3],
    ]);
  });

  it('say of each item when it was asked for, answered and over', () => {
    expect(outcomesFromRecords([image('br', { arrivedMs: 7 })], ['BR'])).toEqual([
      {
        code: 'BR',
        kind: 'ok',
        status: 200,
        bytes: 100,
        requests: 1,
        startedMs: 7,
        firstByteMs: 12,
        endedMs: 17,
        error: undefined,
        file: undefined,
      },
    ]);
  });

  it.each([
    ['httpError', { status: 204, bytes: 0 }],
    ['httpError', { status: 200, bytes: 0 }],
    ['httpError', { status: 200, faults: ['status'] }],
    ['httpError', { status: 304, bytes: 0 }],
    ['notFound', { status: 404 }],
    ['httpError', { status: 418 }],
    ['httpError', { status: 302 }],
    ['networkError', { ending: 'reset', faults: ['truncate'] }],
    ['timeout', { ending: 'client-gone', status: undefined, firstByteMs: undefined }],
    ['timeout', { ending: 'open', status: undefined, firstByteMs: undefined, endedMs: undefined }],
  ] as const)('are %s for %j', (kind, given) => {
    const [outcome] = outcomesFromRecords([image('br', given)], ['BR']);
    expect(outcome).toMatchObject({ kind, status: 'status' in given ? given.status : 200 });
    expect(outcome!.error).toBeDefined();
  });

  it('judge an item by the last attempt, over the time of all', () => {
    const records = [image('br', { status: 503 }), image('cn'), image('br', { arrivedMs: 50, attempt: 2 })];
    expect(outcomesFromRecords(records, ['BR', 'CN'])).toMatchObject([
      { code: 'BR', kind: 'ok', requests: 2, startedMs: 0, endedMs: 60 },
      { code: 'CN', kind: 'ok', requests: 1 },
    ]);
  });

  it('count the metadata to the item, but judge by the image', () => {
    const metadata = record({ path: '/flags/br/metadata.json', status: 404, arrivedMs: 20 });
    expect(outcomesFromRecords([image('br'), metadata], ['BR'])).toMatchObject([
      { kind: 'ok', requests: 2, bytes: 200, startedMs: 0, endedMs: 30 },
    ]);
    expect(outcomesFromRecords([metadata], ['BR'])).toMatchObject([{ kind: 'networkError', error: 'never asked for' }]);
  });

  it('are errors, at the end of all, for what was never asked for', () => {
    expect(outcomesFromRecords([image('br', { arrivedMs: 30 })], ['BR', 'CN'])).toMatchObject([
      { code: 'BR' },
      { code: 'CN', kind: 'networkError', requests: 0, startedMs: 40, endedMs: 40, error: 'never asked for' },
    ]);
  });

  it('leave out what was asked for beside the items', () => {
    const others = [record({ path: '/flags/' }), image('fr'), record({ path: '/flags/br/fr.gif' })];
    expect(outcomesFromRecords([...others, image('BR', { status: 404 })], ['BR'])).toMatchObject([
      { code: 'BR', kind: 'notFound', requests: 1 },
    ]);
  });
});
