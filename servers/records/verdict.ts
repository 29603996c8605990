import { median, min } from 'simple-statistics';
import type { z } from 'zod';
import { idealOfRecords } from '../../lib/queueing/ideal-of-records.ts';
import { inFlight } from '../../lib/queueing/in-flight.ts';
import type { RequestRecord } from '../../lib/request-record.ts';
import type { backOffSchema, verdictSchema } from './verdict-schema.ts';

/**
 * How a client spaced the attempts at one key: from the end of one to the arrival of the next, in milliseconds.
 *
 * @example
 * ```ts
 * import { type BackOff, sleep, startLab } from 'flaglab';
 * await using lab = await startLab({ ERROR: { faults: ['status=503'] } });
 * const ask = () => fetch(`${lab.url('ERROR')}/flags/br/br.gif`);
 * await ask();
 * await sleep(20);
 * await ask();
 * const backOff: BackOff | undefined = (await lab.verdict('ERROR')).backOff;
 * console.log(backOff?.intervals, backOff!.minMs >= 20); // 1 true
 * ```
 */
export type BackOff = Readonly<z.infer<typeof backOffSchema>>;

/**
 * What a server saw of a client in one run: any client, in any language.
 *
 * @example
 * ```ts
 * import { startLab, type Verdict } from 'flaglab';
 * await using lab = await startLab({ ERROR: { faults: ['status=503,first=1'] } });
 * const ask = () => fetch(`${lab.url('ERROR')}/flags/br/br.gif`);
 * console.log((await ask()).status, (await ask()).status); // 503 200
 * const { requests, keys, amplification, ok }: Verdict = await lab.verdict('ERROR');
 * console.log(`${requests} requests, ${keys} key: ${amplification} each; ${ok} ok`); // 2 requests, 1 key: 2 each; 1 ok
 * ```
 */
export type Verdict = Readonly<z.infer<typeof verdictSchema>>;

/** What the records alone do not say. */
export interface VerdictContext {
  readonly label: string;
  readonly dropped: number;
  /** How many requests the server can serve at once; undefined for any number. */
  readonly slots: number | undefined;
}

/** Judges a client from the server's records of one run. A pure function of the records. */
export function verdict(records: readonly RequestRecord[], { label, dropped, slots }: VerdictContext): Verdict {
  const attempts = [...Map.groupBy(records, ({ key }) => key).values()];
  const ok = records.filter(({ ending, status = 0 }) => ending === 'sent' && status < 400);
  const answered = records.filter(({ ending }) => ending === 'sent').length;
  const gone = records.filter(({ ending }) => ending === 'client-gone');
  const makespanMs = makespan(records);
  const { peak, mean } = inFlight(records.map(({ arrivedMs, endedMs }) => ({ startMs: arrivedMs, endMs: endedMs })));
  const idealMs = idealOfRecords(records, { m: peak, slots });
  const connections = new Set(records.map(({ connection }) => connection)).size;
  const perSecond = (count: number) => (makespanMs === 0 ? 0 : (count / makespanMs) * 1000);
  return {
    label,
    requests: records.length,
    keys: attempts.length,
    amplification: ratio(records.length, attempts.length),
    maxAttempts: attempts.reduce((most, { length }) => Math.max(most, length), 0),
    ok: ok.length,
    shed: records.filter(({ shed }) => shed).length,
    faulted: records.filter(({ faults }) => faults.length > 0).length,
    clientGone: gone.length,
    throughputPerSecond: perSecond(answered),
    goodputPerSecond: perSecond(ok.length),
    makespanMs,
    peakInFlight: peak,
    meanInFlight: mean,
    connections,
    requestsPerConnection: ratio(records.length, connections),
    idealMs,
    efficiency: idealMs === 0 ? undefined : idealMs / makespanMs,
    backOff: backOff(attempts),
    retryAfter: retryAfter(attempts),
    wastedMs: gone.reduce((sum, { startedMs, endedMs = startedMs }) => sum + endedMs - startedMs, 0),
    dropped,
  };
}

function ratio(count: number, by: number): number {
  return by === 0 ? 0 : count / by;
}

function makespan(records: readonly RequestRecord[]): number {
  if (records.length === 0) return 0;
  const first = records.reduce((earliest, { arrivedMs }) => Math.min(earliest, arrivedMs), Number.POSITIVE_INFINITY);
  return records.reduce((latest, { arrivedMs, endedMs }) => Math.max(latest, endedMs ?? arrivedMs), 0) - first;
}

/** The pauses between one attempt's end and the next one's arrival, for each key that was asked for again. */
function intervals(attempts: readonly RequestRecord[]): number[] {
  return attempts.slice(1).map((next, i) => next.arrivedMs - (attempts[i]!.endedMs ?? next.arrivedMs));
}

function backOff(attempts: readonly (readonly RequestRecord[])[]): BackOff | undefined {
  const perKey = attempts.map(intervals).filter(({ length }) => length > 0);
  const all = perKey.flat();
  if (all.length === 0) return undefined;
  const steps = perKey.flatMap((waits) => waits.slice(1).map((wait, i) => wait > waits[i]!));
  const growing = steps.length === 0 ? undefined : steps.filter(Boolean).length > steps.length / 2;
  return { intervals: all.length, minMs: min(all), medianMs: median(all), growing };
}

function retryAfter(attempts: readonly (readonly RequestRecord[])[]): { obeyed: number; violated: number } {
  let [obeyed, violated] = [0, 0];
  for (const ofKey of attempts) {
    for (const [i, waited] of intervals(ofKey).entries()) {
      const asked = ofKey[i]!.retryAfterMs;
      if (asked === undefined) continue;
      // A clock may be a millisecond off between two machines' roundings.
      if (waited >= asked - 1) obeyed += 1;
      else violated += 1;
    }
  }
  return { obeyed, violated };
}
