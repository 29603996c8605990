import { describe, expect, it } from 'vitest';
import type { RequestRecord } from '../../../lib/request-record.ts';
import { verdict } from '../../../servers/records/verdict.ts';

const CONTEXT = { label: 'LAB', dropped: 0, slots: undefined };

function record(fields: Partial<RequestRecord>): RequestRecord {
  return {
    seq: 0,
    label: 'LAB',
    key: 'GET /a',
    attempt: 1,
    connection: 1,
    arrivedMs: 0,
    startedMs: 0,
    firstByteMs: 100,
    endedMs: 100,
    injectedMs: 100,
    serviceMs: 0,
    queuedMs: 0,
    status: 200,
    shed: false,
    retryAfterMs: undefined,
    bytes: 10,
    faults: ['delay'],
    ending: 'sent',
    ...fields,
  };
}

describe('the verdict', () => {
  it('of no requests is all zeros', () => {
    expect(verdict([], CONTEXT)).toMatchObject({ requests: 0, amplification: 0, peakInFlight: 0, makespanMs: 0 });
  });

  it('counts peak and mean in flight, connections and reuse, and the efficiency for the observed peak', () => {
    const records = [
      record({ key: 'GET /a' }),
      record({ key: 'GET /b', connection: 2, arrivedMs: 50, startedMs: 50, endedMs: 150 }),
      record({ key: 'GET /c', arrivedMs: 150, startedMs: 150, endedMs: 250 }),
    ];
    expect(verdict(records, CONTEXT)).toMatchObject({
      peakInFlight: 2,
      meanInFlight: 1.2,
      connections: 2,
      requestsPerConnection: 1.5,
      makespanMs: 250,
      idealMs: 150,
      efficiency: 0.6,
      backOff: undefined,
    });
  });

  it('holds no client to more slots than the server has', () => {
    const records = [0, 1, 2, 3].map((seq) => record({ seq, key: `GET /${seq}`, endedMs: 400, serviceMs: 100 }));
    expect(verdict(records, { ...CONTEXT, slots: 2 })).toMatchObject({
      peakInFlight: 4,
      idealMs: 200,
      efficiency: 0.5,
    });
  });

  it('holds no delay against the slots of the server', () => {
    // Two slots of 100 ms, then a delay of 300 ms that holds none: 10 requests at once need 500 + 300 ms.
    const records = Array.from({ length: 10 }, (_, i) => {
      const startedMs = 100 * Math.floor(i / 2);
      return record({ key: `GET /${i}`, startedMs, endedMs: startedMs + 400, injectedMs: 400, serviceMs: 100 });
    });
    expect(verdict(records, { ...CONTEXT, slots: 2 })).toMatchObject({
      makespanMs: 800,
      idealMs: 500,
      efficiency: 0.625,
    });
  });

  it('expects no service for what was turned away or given up, and none yet of what is open', () => {
    const gone = {
      endedMs: 60,
      firstByteMs: undefined,
      injectedMs: 100,
      serviceMs: 100,
      ending: 'client-gone',
    } as const;
    const records = [
      record({ key: 'GET /a', endedMs: 10, injectedMs: 0, shed: true, status: 503 }),
      record({ key: 'GET /b', ...gone }),
      record({ key: 'GET /c', ...gone, endedMs: undefined, ending: 'open' }),
    ];
    expect(verdict(records, { ...CONTEXT, slots: 1 })).toMatchObject({ makespanMs: 60, idealMs: 60 });
  });

  it('expects of a client that gives up no more than the time until it did', () => {
    const records = [
      record({ key: 'GET /a', injectedMs: 5000, endedMs: 3100, ending: 'client-gone' }),
      record({ key: 'GET /b', injectedMs: 1000, endedMs: 1010 }),
    ];
    expect(verdict(records, CONTEXT)).toMatchObject({ makespanMs: 3100, idealMs: 3100, efficiency: 1 });
  });

  it('measures back-off from the end of one attempt to the arrival of the next', () => {
    const attempts = [
      record({ attempt: 1, arrivedMs: 0, endedMs: 10, status: 503, retryAfterMs: 100 }),
      record({ attempt: 2, arrivedMs: 110, startedMs: 110, endedMs: 120, status: 503, retryAfterMs: 1000 }),
      record({ attempt: 3, arrivedMs: 320, startedMs: 320, endedMs: 330 }),
    ];
    expect(verdict(attempts, CONTEXT)).toMatchObject({
      amplification: 3,
      maxAttempts: 3,
      ok: 1,
      backOff: { intervals: 2, minMs: 100, medianMs: 150, growing: true },
      retryAfter: { obeyed: 1, violated: 1 },
    });
  });

  it('adds up the work for clients that had gone, and what was shed', () => {
    const records = [
      record({ ending: 'client-gone', status: undefined, startedMs: 20, endedMs: 70 }),
      record({ key: 'GET /b', shed: true, status: 503, injectedMs: 0 }),
    ];
    expect(verdict(records, CONTEXT)).toMatchObject({ clientGone: 1, wastedMs: 50, shed: 1, ok: 0 });
  });
});
