import type { RequestRecord } from '../../../lib/request-record.ts';
import type { Bar } from './shown-requests.ts';

/** The parts of a request's time, in their order, and what they are called. */
export const PARTS = {
  queued: 'waits for a place',
  service: 'is served',
  delay: 'is held back by a fault',
  own: 'anything else before the answer',
  body: 'the answer comes',
} as const;

/** How wide the mark is of a request that failed, where there is no room for a word, in pixels. */
export const MARK_PX = 3;

/** A part of a request's time. */
export type Part = keyof typeof PARTS;

/** A part from one moment of the run to another, in milliseconds. */
export interface Segment {
  readonly part: Part;
  readonly fromMs: number;
  readonly toMs: number;
}

/** What the time of a request was spent on; while it is open its last part has no end. */
export function segmentsOf({ record, isWaiting }: Pick<Bar, 'record' | 'isWaiting'>): Segment[] {
  const { arrivedMs, startedMs, queuedMs, serviceMs, injectedMs, firstByteMs } = record;
  const endMs = record.endedMs ?? Number.POSITIVE_INFINITY;
  const answerMs = firstByteMs ?? endMs;
  const placeMs = isWaiting ? Number.POSITIVE_INFINITY : Math.min(answerMs, queuedMs > 0 ? startedMs : arrivedMs);
  const servedMs = Math.min(answerMs, placeMs + serviceMs);
  const heldMs = Math.min(answerMs, servedMs + Math.max(0, injectedMs - serviceMs));
  const moments = [arrivedMs, placeMs, servedMs, heldMs, answerMs, endMs];
  return (Object.keys(PARTS) as Part[])
    .map((part, i) => ({ part, fromMs: moments[i]!, toMs: moments[i + 1]! }))
    .filter(({ fromMs, toMs }) => toMs > fromMs);
}

/** How a request has ended that was not answered well, in a word or a number; undefined for one that was, and while it is open. */
export function failureOf({ ending, status }: RequestRecord): string | undefined {
  if (ending === 'open') return undefined;
  if (ending === 'client-gone') return 'gone';
  if (ending === 'reset') return 'reset';
  return status !== undefined && status < 400 ? undefined : String(status ?? ending);
}
