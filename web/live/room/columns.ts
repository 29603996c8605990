import type { RoomState } from '../../../servers/control/room/room-schemas.ts';
import { duration, percent, whole } from './figure-text.ts';

/** What a name has come to on one server. */
export type Seat = RoomState['names'][number]['seats'][number];

/** A figure of the scoreboard: what it is called, what it means, how it is written, and what it is sorted by. */
export interface Column {
  readonly title: string;
  readonly meaning: string;
  /** Undefined where there is none. */
  readonly value: (seat: Seat) => number | undefined;
  readonly text: (seat: Seat) => string;
  /** Of a figure that somebody else has a part in: who, as it stands before the text. */
  readonly whom?: (seat: Seat) => string | undefined;
  /** Of a figure that is one thing for few flags and another for many: how many it is of. */
  readonly flags?: (seat: Seat) => number;
}

/** A count of the whole run: there is none where not all of it is remembered. */
function ofAll(count: (verdict: Seat['verdict']) => number | undefined): Pick<Column, 'value' | 'text'> {
  const value = ({ verdict }: Seat) => (verdict.dropped > 0 ? undefined : count(verdict));
  return { value, text: (seat) => whole(value(seat)) };
}

/** The columns of the scoreboard, after the names. */
export const COLUMNS: readonly Column[] = [
  {
    title: 'score',
    meaning: 'percent of the ideal times politeness, of the last run',
    value: ({ last }) => last.score,
    text: ({ last }) => whole(last.score),
    flags: ({ last }) => last.flags,
  },
  {
    title: 'best',
    meaning: 'the score of the best run since the faults were set',
    value: ({ best }) => best.score,
    text: ({ best }) => whole(best.score),
    flags: ({ best }) => best.flags,
  },
  {
    title: '% of ideal',
    meaning: 'the shortest time for anybody over the time that it took',
    value: ({ last }) => last.shareOfIdeal,
    text: ({ last }) => percent(last.shareOfIdeal),
    flags: ({ last }) => last.flags,
  },
  {
    title: 'polite',
    meaning: 'how considerate it was, from 0 to 100 %',
    value: ({ last }) => last.politeness,
    text: ({ last }) => percent(last.politeness),
  },
  {
    title: 'flags',
    meaning: 'how many came of those that it asked for',
    value: ({ last }) => last.flagsOk,
    text: ({ last }) => `${last.flagsOk} of ${last.flags}`,
  },
  {
    title: 'time',
    meaning: 'from the first request to the last answer',
    value: ({ last }) => last.makespanMs,
    text: ({ last }) => duration(last.makespanMs),
    flags: ({ last }) => last.flags,
  },
  {
    title: 'at once',
    meaning: 'the most requests in flight',
    ...ofAll((verdict) => verdict.peakInFlight),
  },
  {
    title: 'queued',
    meaning: 'how long its requests waited for a place, together',
    value: ({ queuedMs }) => queuedMs,
    text: ({ queuedMs }) => duration(queuedMs),
  },
  {
    title: 'refused',
    meaning: 'requests that a limit turned away',
    value: ({ last }) => last.refused,
    text: ({ last }) => `${last.refused}`,
  },
  {
    title: 'too early',
    meaning: 'retries that came before the time that Retry-After said',
    ...ofAll(({ retryAfter }) => retryAfter.violated),
  },
  {
    title: 'per item',
    meaning: 'requests for each item that was asked for, retries and repeats included',
    value: ({ last }) => last.requests / last.keys,
    text: ({ last }) => (last.requests / last.keys).toFixed(2),
  },
  {
    title: 'connections',
    meaning: 'opened in all',
    ...ofAll(({ connections }) => connections),
  },
];
