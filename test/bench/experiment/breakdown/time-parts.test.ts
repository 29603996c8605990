import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TimedWork, timeParts } from '../../../../bench/experiment/breakdown/time-parts.ts';
import { type Plan, planDownload } from '../../../../bench/plan/plan.ts';
import type { TimePart } from '../../../../bench/result/time-parts.ts';
import type { Outcome } from '../../../../clients/download/outcome.ts';
import { countryCodes } from '../../../../lib/flags/country-codes.ts';
import type { RequestRecord } from '../../../../lib/request-record.ts';
import { parseProfile } from '../../../../servers/faults/profile.ts';

/** The server's clock is ahead by so much: nobody may take one clock for the other. */
const AHEAD_MS = 5000;

type Request = Partial<RequestRecord> & Pick<RequestRecord, 'arrivedMs' | 'endedMs'>;

/** An item: when its client began and ended it, and its requests, all as if by one clock. */
interface Item {
  readonly from: number;
  readonly to: number;
  readonly requests: readonly Request[];
}

/** A request that is held from its arrival to its end, for all of which its fate asked. */
function held(arrivedMs: number, endedMs: number, more: Partial<RequestRecord> = {}): Request {
  return { arrivedMs, endedMs, injectedMs: endedMs - arrivedMs, ...more };
}

/** An item whose one request is held from its start to its end. */
function item(from: number, to: number, more?: Partial<RequestRecord>): Item {
  return { from, to, requests: [held(from, to, more)] };
}

function outcomeOf({ from, to, requests }: Item, i: number): Outcome {
  const times = { startedMs: from, firstByteMs: undefined, endedMs: to };
  const rest = { status: 200, bytes: 0, error: undefined, file: undefined };
  return { code: countryCodes()[i]!, kind: 'ok', requests: requests.length, ...times, ...rest };
}

function recordOf(request: Request, code: string): RequestRecord {
  const { arrivedMs, endedMs = Number.NaN } = request;
  const rest = { firstByteMs: undefined, injectedMs: 0, serviceMs: 0, queuedMs: 0, status: 200, shed: false };
  return {
    ...{ seq: 0, label: 'DELAY', key: `GET /flags/${code.toLowerCase()}/${code.toLowerCase()}.gif` },
    ...{ attempt: 1, connection: 1, retryAfterMs: undefined, bytes: 1, faults: [], ending: 'sent' },
    ...rest,
    ...request,
    arrivedMs: arrivedMs + AHEAD_MS,
    startedMs: (request.startedMs ?? arrivedMs) + AHEAD_MS,
    endedMs: endedMs + AHEAD_MS,
  };
}

/** A cell in which the fates hold each flag for so long, and m and the server's slots are what they are. */
function work(items: readonly Item[], plan: Partial<Plan> & Pick<Plan, 'm' | 'idealMs'>): TimedWork {
  const codes = countryCodes().slice(0, items.length);
  const planned = planDownload({
    ...{ label: 'DELAY', profile: parseProfile(['delay=fixed:100ms']), seed: 1, timeScale: 1, timeoutMs: 10_000 },
    ...{ codes, m: plan.m },
  });
  const elapsedMs = Math.max(...items.map(({ to }) => to)) - Math.min(...items.map(({ from }) => from));
  return {
    outcomes: items.map(outcomeOf),
    records: items.flatMap(({ requests }, i) => requests.map((request) => recordOf(request, codes[i]!))),
    plan: { ...planned, slots: plan.m, longestMs: 0, sumMs: plan.idealMs * plan.m, ...plan },
    figures: { idealMs: plan.idealMs, elapsedMs, efficiency: plan.idealMs / elapsedMs },
  };
}

/** The parts that a cell has, in whole milliseconds. */
function partsOf(cell: TimedWork): Partial<Record<TimePart, number>> {
  const parts = Object.entries(timeParts(cell)!.partsMs).map(([part, ms]) => [part, Math.round(ms)] as const);
  return Object.fromEntries(parts.filter(([, ms]) => ms > 0));
}

describe('where the time of a cell went', () => {
  it('is slots left empty by a client that waits for the slowest of a batch, and after its last flag', () => {
    const batches = [item(0, 100), item(0, 300), item(300, 400), item(300, 600)];
    expect(partsOf(work(batches, { m: 2, idealMs: 400 }))).toEqual({ injected: 400, unused: 100, tail: 100 });
  });

  it('is looked at by the slots of the server where these end first', () => {
    const service = { serviceMs: 100 };
    const oneByOne = [0, 100, 200, 300].map((from) => item(from, from + 100, service));
    const cell = work(oneByOne, { m: 4, slots: 2, idealMs: 200, sumMs: 400 });
    expect(timeParts(cell)).toMatchObject({ slotsOf: 'server', slots: 2 });
    expect(partsOf(cell)).toEqual({ injected: 200, unused: 150, tail: 50 });
    // What waits in line while all of them are busy costs nothing.
    const four = [0, 0, 1, 1].map((turn) => {
      const times = { startedMs: turn * 100, queuedMs: turn * 100, injectedMs: 100 };
      return item(0, 100 + turn * 100, { ...service, ...times });
    });
    expect(partsOf(work(four, { m: 4, slots: 2, idealMs: 200, sumMs: 400 }))).toEqual({ injected: 200 });
  });

  it('is slots of the server that stay empty while all of the client are busy elsewhere, but for the end', () => {
    // Service, then a delay of 200 ms: the client's two slots cannot fill that of the server.
    const items = [item(0, 300), item(0, 400, { startedMs: 100, queuedMs: 100, injectedMs: 300 }), item(300, 600)].map(
      ({ requests: [only], ...rest }) => ({ ...rest, requests: [{ ...only!, serviceMs: 100 }] }),
    );
    const cell = work(items, { m: 2, slots: 1, idealMs: 500, sumMs: 900, longestMs: 300 });
    expect(partsOf(cell)).toEqual({ injected: 500, elsewhere: 100 });
  });

  it("is the server's queue where it holds slots of the client", () => {
    const queued = { startedMs: 100, queuedMs: 100, injectedMs: 400, serviceMs: 100 };
    const items = [item(0, 400), item(0, 500, queued)];
    expect(partsOf(work(items, { m: 2, idealMs: 400 }))).toEqual({ injected: 400, queued: 50, tail: 50 });
  });

  it('counts once what was served in one capacity before the queue of the next', () => {
    const twice = { startedMs: 200, queuedMs: 100, injectedMs: 300, serviceMs: 300 };
    const cell = work([item(0, 450, twice)], { m: 1, idealMs: 300 });
    expect(partsOf(cell)).toEqual({ injected: 300, queued: 100, slowed: 50 });
  });

  it('is the way to the server, and answers that lie about', () => {
    const items = [
      { from: 0, to: 150, requests: [held(40, 140)] },
      { from: 150, to: 270, requests: [held(160, 260)] },
    ];
    expect(partsOf(work(items, { m: 1, idealMs: 200 }))).toEqual({ injected: 200, underWay: 50, unread: 20 });
  });

  it('is refusals with the waits that follow them, and waits after failures', () => {
    const failed = held(160, 260, { status: 503 });
    const items = [
      { from: 0, to: 160, requests: [held(0, 10, { shed: true, injectedMs: 0 }), held(60, 160)] },
      { from: 160, to: 390, requests: [failed, held(290, 390)] },
    ];
    const cell = work(items, { m: 1, idealMs: 300 });
    const [image] = cell.plan.fates.slice(1);
    const plan = { ...cell.plan, fates: [...cell.plan.fates, { ...image!, attempt: 2 }] };
    expect(partsOf({ ...cell, plan })).toEqual({ injected: 300, refused: 60, backOff: 30 });
  });

  it('is requests beyond the plan, after a failure or not, also while the first is in flight', () => {
    const twice = { from: 0, to: 200, requests: [held(0, 100), held(100, 200)] };
    expect(partsOf(work([twice], { m: 1, idealMs: 100 }))).toEqual({ injected: 100, repeated: 100 });
    const again = { ...twice, requests: [held(0, 100, { status: 418 }), held(100, 200)] };
    expect(partsOf(work([again], { m: 1, idealMs: 100 }))).toEqual({ injected: 100, retried: 100 });
    const atOnce = [0, 100].map((from) => ({
      ...{ from, to: from + 100 },
      // Once one has come, the other is broken off.
      requests: [held(from, from + 100, { ending: 'client-gone' }), held(from, from + 100)],
    }));
    expect(partsOf(work(atOnce, { m: 2, idealMs: 100 }))).toEqual({ injected: 100, repeated: 100 });
  });

  it('is a server that takes longer than its faults ask for', () => {
    const items = [item(0, 130, { injectedMs: 100 })];
    expect(partsOf(work(items, { m: 1, idealMs: 100 }))).toEqual({ injected: 100, slowed: 30 });
  });

  it('spares empty slots that the ideal has, too', () => {
    const items = [item(0, 100), item(50, 350)];
    const cell = work(items, { m: 2, idealMs: 300, longestMs: 300, sumMs: 400 });
    expect(partsOf(cell)).toEqual({ injected: 300, unused: 25, tail: 25 });
  });

  it('counts as injected what a client waits for that never comes', () => {
    const hung = { ending: 'client-gone', failsBy: 'hang', injectedMs: 0, status: undefined } as const;
    expect(partsOf(work([item(0, 100, hung), item(100, 150)], { m: 1, idealMs: 140 }))).toEqual({ injected: 150 });
  });

  it('is not told without an efficiency', () => {
    const cell = work([item(0, 100)], { m: 1, idealMs: 100 });
    expect(timeParts({ ...cell, figures: { ...cell.figures, efficiency: undefined } })).toBeUndefined();
  });

  it('adds up to all of it, and no part is below zero, whatever was seen', () => {
    const ms = fc.double({ min: 0, max: 1000, noNaN: true });
    const request = fc.record({
      ...{ arrivedMs: ms, lastedMs: ms, injectedMs: ms, serviceMs: ms, queuedMs: ms, startedMs: ms },
      ...{ shed: fc.boolean(), status: fc.constantFrom(200, 503) },
      ending: fc.constantFrom('sent', 'client-gone', 'reset', 'open'),
    });
    const items = fc.array(fc.record({ from: ms, lastedMs: ms, requests: fc.array(request, { maxLength: 4 }) }), {
      ...{ minLength: 1, maxLength: 12 },
    });
    const more = fc.record({ m: fc.integer({ min: 1, max: 6 }), slots: fc.integer({ min: 1, max: 6 }), share: ms });
    fc.assert(
      fc.property(items, more, (drawn, { m, slots, share }) => {
        const seen = drawn.map(({ from, lastedMs, requests }) => ({
          ...{ from, to: from + lastedMs + 1 },
          requests: requests
            .map(({ lastedMs: ofRequest, ...rest }) => ({ ...rest, endedMs: rest.arrivedMs + ofRequest }))
            .sort((a, b) => a.arrivedMs - b.arrivedMs),
        }));
        const { elapsedMs } = work(seen, { m, idealMs: 0 }).figures;
        const idealMs = (elapsedMs * share) / 1000;
        const cell = work(seen, { m, slots: Math.min(m, slots), idealMs, sumMs: idealMs });
        const parts = Object.values(timeParts(cell)!.partsMs);
        expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBeCloseTo(elapsedMs, 6);
        expect(timeParts(cell)!.partsMs.injected).toBeGreaterThanOrEqual(idealMs - 1e-6);
      }),
    );
  });
});
