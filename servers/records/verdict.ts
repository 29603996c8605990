import { median, min } from 'simple-statistics';
import { idealBound } from '../../lib/queueing/ideal.ts';
import { inFlight } from '../../lib/queueing/in-flight.ts';
import type { RequestRecord } from '../../lib/request-record.ts';

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
export interface BackOff {
  readonly intervals: number;
  readonly minMs: number;
  readonly medianMs: number;
  /** Whether later intervals of a key were longer than earlier ones; undefined where no key has two intervals. */
  readonly growing: boolean | undefined;
}

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
export interface Verdict {
  readonly label: string;
  readonly requests: number;
  /** Different keys asked for. */
  readonly keys: number;
  /** Requests for each key, on average: 1 for a client that never asks twice. */
  readonly amplification: number;
  readonly maxAttempts: number;
  /** Answered whole with a status below 400. */
  readonly ok: number;
  /** Turned away by a limit of capacity or rate. */
  readonly shed: number;
  /** Touched by any fault. */
  readonly faulted: number;
  /** Given up by the client before the answer. */
  readonly clientGone: number;
  /** Answered requests a second. */
  readonly throughputPerSecond: number;
  /** Ok answers a second. */
  readonly goodputPerSecond: number;
  /** From the first arrival to the last ending. */
  readonly makespanMs: number;
  readonly peakInFlight: number;
  readonly meanInFlight: number;
  readonly connections: number;
  /** Requests for each connection, on average. */
  readonly requestsPerConnection: number;
  /** The shortest time in which the observed peak of slots could have had these answers. */
  readonly idealMs: number;
  /** Ideal time / makespan; undefined where nothing was injected. */
  readonly efficiency: number | undefined;
  readonly backOff: BackOff | undefined;
  /** Attempts that came after an answer with Retry-After: how many waited so long, how many did not. */
  readonly retryAfter: { readonly obeyed: number; readonly violated: number };
  /** Time spent on requests whose client had gone before the answer. */
  readonly wastedMs: number;
  /** Requests that are no longer remembered; all figures are without them. */
  readonly dropped: number;
}

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
  const idealMs = peak === 0 ? 0 : idealBound(records.map(heldMs), Math.min(peak, slots ?? peak));
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

/** How long a request's fate held its slot: a client that has gone waits no longer. */
function heldMs({ injectedMs, ending, startedMs, endedMs = startedMs }: RequestRecord): number {
  return ending === 'client-gone' ? Math.min(injectedMs, endedMs - startedMs) : injectedMs;
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
