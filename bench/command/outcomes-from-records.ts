import type { Outcome, OutcomeKind } from '../../clients/download/outcome.ts';
import type { RequestRecord } from '../../lib/request-record.ts';
import { askedItem, type ReadItem } from './item-key.ts';

/** What is said of an item without a request. */
export const NEVER_ASKED = 'never asked for';

/** What is said of an item whose image came, and whose metadata was not asked for though it belongs to it. */
export const NO_METADATA = 'metadata never asked for';

/** What the items of a cell are. */
export interface ItemReading {
  /** Which item a key asks for; default: the flag, by its code. */
  readonly readItem?: ReadItem;
  /** Whether an item is its metadata, too, and not ok without; default false. */
  readonly names?: boolean;
}

/** The requests for one flag, in order of arrival. */
interface Asked {
  readonly all: RequestRecord[];
  /** Those for the image, by which the item is judged. */
  readonly image: RequestRecord[];
  /** Those for what is said of it. */
  readonly metadata: RequestRecord[];
}

/**
 * What happened to each item of a client that cannot be asked, as the server saw it: ok where its image was sent whole, be it
 * at the first request or, to who tries twice at once, at another; else the last answer to its image counts. Times are those
 * of the records. What was never asked for is a networkError at the end. Of a flag that is an item several times, each of
 * them gets one request, in order of arrival, and the last the rest; those that were sent whole are dealt before others.
 * Where metadata belongs to an item, one whose image was sent whole is judged by its metadata in the same way.
 *
 * @param codes the items, upper case
 */
export function outcomesFromRecords(
  records: readonly RequestRecord[],
  codes: readonly string[],
  { readItem = askedItem, names = false }: ItemReading = {},
): Outcome[] {
  const asked = new Map<string, Asked>(codes.map((code) => [code, { all: [], image: [], metadata: [] }]));
  for (const record of records) {
    const item = readItem(record.key);
    const of = asked.get(item?.code ?? '');
    of?.all.push(record);
    (item?.isImage ? of?.image : of?.metadata)?.push(record);
  }
  const endMs = latestEnd(records);
  const times = new Map<string, number>();
  for (const code of codes) times.set(code, (times.get(code) ?? 0) + 1);
  const dealt = new Map([...asked].map(([code, { image }]) => [code, mostTelling(image, times.get(code)!)]));
  const turns = new Map<string, number>();
  const outcomes = codes.map((code) => {
    const turn = turns.get(code) ?? 0;
    turns.set(code, turn + 1);
    const { all, image } = asked.get(code)!;
    const own = dealt.get(code)![turn];
    if (turn + 1 < times.get(code)!) return own === undefined ? neverAsked(code, 0, endMs) : judged(code, [own], own);
    const others = new Set(dealt.get(code)!.slice(0, turn));
    const rest = all.filter((record) => !others.has(record));
    const last = own !== undefined && isSentWhole(own) ? own : image.findLast((record) => !others.has(record));
    return last === undefined ? neverAsked(code, rest.length, endMs) : judged(code, rest, last);
  });
  return names ? withMetadata(outcomes, asked) : outcomes;
}

/** Whoever has an image has an item only with its metadata: as often as that was sent whole, and no more often. */
function withMetadata(outcomes: readonly Outcome[], asked: ReadonlyMap<string, Asked>): Outcome[] {
  const left = new Map([...asked].map(([code, { metadata }]) => [code, wholeFirst(metadata)]));
  return outcomes.map((outcome) => {
    if (outcome.kind !== 'ok') return outcome;
    const record = left.get(outcome.code)!.shift();
    if (record === undefined) return { ...outcome, kind: 'networkError', error: NO_METADATA, reason: NO_METADATA };
    const kind = outcomeKindOf(record);
    return kind === 'ok' ? outcome : { ...outcome, kind, status: record.status, ...explained(kind, record) };
  });
}

function wholeFirst(records: readonly RequestRecord[]): RequestRecord[] {
  return records.toSorted((a, b) => Number(isSentWhole(b)) - Number(isSentWhole(a)));
}

/** So many of the requests, in order of arrival: those that were sent whole, and the first of the others. */
function mostTelling(image: readonly RequestRecord[], count: number): readonly RequestRecord[] {
  if (image.length <= count) return image;
  const best = new Set(wholeFirst(image).slice(0, count));
  return image.filter((record) => best.has(record));
}

function judged(code: string, all: readonly RequestRecord[], last: RequestRecord): Outcome {
  const kind = outcomeKindOf(last);
  return {
    code,
    kind,
    status: last.status,
    bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
    requests: all.length,
    startedMs: all[0]!.arrivedMs,
    firstByteMs: all.findLast(({ firstByteMs }) => firstByteMs !== undefined)?.firstByteMs,
    endedMs: latestEnd(all),
    ...explained(kind, last),
    file: undefined,
  };
}

function neverAsked(code: string, requests: number, endMs: number): Outcome {
  const times = { startedMs: endMs, firstByteMs: undefined, endedMs: endMs };
  const nothing = { status: undefined, bytes: 0, file: undefined };
  return {
    code,
    kind: 'networkError',
    requests,
    ...nothing,
    ...times,
    error: NEVER_ASKED,
    reason: NEVER_ASKED,
  };
}

/** Whether an item was sent whole. */
export function isItemSent(record: RequestRecord, readItem: ReadItem = askedItem): boolean {
  return readItem(record.key)?.isImage === true && isSentWhole(record);
}

function isSentWhole(record: RequestRecord): boolean {
  return outcomeKindOf(record) === 'ok';
}

/**
 * How a request that is over ended. HEAD, for one, is answered with nothing, and nothing is no flag; nor is what comes with a
 * status that was injected.
 */
export function outcomeKindOf({ ending, status = 0, bytes, faults }: RequestRecord): OutcomeKind {
  if (ending === 'reset') return 'networkError';
  if (ending !== 'sent') return 'timeout';
  if (status === 404) return 'notFound';
  return status >= 200 && status < 300 && bytes > 0 && !faults.includes('status') ? 'ok' : 'httpError';
}

function explained(kind: OutcomeKind, record: RequestRecord): Pick<Outcome, 'error' | 'reason'> {
  const { status, faults } = record;
  if (kind === 'ok') return { error: undefined };
  if (kind === 'notFound') return { error: `status ${status}` };
  if (kind === 'timeout')
    return { error: 'the client left before it had the whole answer', reason: 'given up by the client' };
  if (kind === 'networkError') {
    return { error: `the answer was broken off (${faults.join(', ')})`, reason: `broken off (${faults.join(', ')})` };
  }
  const reason = status! < 300 && record.bytes === 0 ? `empty answer (status ${status})` : `status ${status}`;
  return { error: reason, reason };
}

function latestEnd(records: readonly RequestRecord[]): number {
  return records.reduce((latest, { arrivedMs, endedMs }) => Math.max(latest, endedMs ?? arrivedMs), 0);
}
