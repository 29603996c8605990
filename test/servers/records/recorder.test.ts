import { describe, expect, it } from 'vitest';
import type { RecordFilter } from '../../../servers/records/record-filter.ts';
import { Recorder } from '../../../servers/records/recorder.ts';

const ARRIVAL = {
  key: 'GET /flags/br/br.gif',
  attempt: 1,
  connection: 1,
  injectedMs: 200,
  serviceMs: 50,
  faults: ['delay'],
};

/** A recorder whose clock shows what the test says. */
function recorderAt(capacity?: number) {
  const clock = { ms: 1000 };
  return { clock, recorder: new Recorder('DELAY', capacity, () => clock.ms) };
}

describe('Recorder', () => {
  it('remembers what happened to a request, in milliseconds since the run began', () => {
    const { clock, recorder } = recorderAt();
    clock.ms = 1010;
    const id = recorder.arrive(ARRIVAL);
    clock.ms = 1030;
    recorder.started(id, 20);
    clock.ms = 1230;
    recorder.firstByte(id);
    clock.ms = 1231;
    recorder.end(id, 'sent', 200, 12_000);
    expect(recorder.records()).toEqual([
      {
        seq: 0,
        label: 'DELAY',
        ...ARRIVAL,
        arrivedMs: 10,
        startedMs: 30,
        queuedMs: 20,
        firstByteMs: 230,
        endedMs: 231,
        status: 200,
        shed: false,
        retryAfterMs: undefined,
        bytes: 12_000,
        failsBy: undefined,
        run: undefined,
        ending: 'sent',
      },
    ]);
  });

  it('takes back from the most in flight what turns out to have ended before others came', () => {
    const { clock, recorder } = recorderAt();
    const ids = [recorder.arrive(ARRIVAL), recorder.arrive(ARRIVAL)];
    for (let i = 0; i < 2; i++) {
      clock.ms += 50;
      recorder.arrive(ARRIVAL);
    }
    expect(recorder.live.peakInFlight).toBe(4);
    clock.ms += 20;
    recorder.end(ids[0]!, 'client-gone', 0, 0, 100);
    expect(recorder.live.peakInFlight).toBe(3);
    recorder.end(ids[1]!, 'client-gone', 0, 0, 45);
    expect(recorder.live).toMatchObject({ peakInFlight: 2, inFlight: 2 });
    clock.ms += 5000;
    for (let i = 0; i < 2; i++) recorder.arrive(ARRIVAL);
    expect(recorder.live.peakInFlight).toBe(4);
  });

  it('tells no peak where nothing waits: each is over before another can be seen beside it', () => {
    const { clock, recorder } = recorderAt();
    const quick = { ...ARRIVAL, injectedMs: 0, serviceMs: 0 };
    expect(recorder.live.peakInFlight).toBe(0);
    const answer = (arrival: typeof ARRIVAL, ms: number) => {
      const id = recorder.arrive(arrival);
      clock.ms += ms;
      recorder.end(id, 'sent', 200, 1);
    };
    for (let i = 0; i < 3; i++) answer(quick, 0.5);
    expect(recorder.live.peakInFlight).toBeUndefined();
    // Most of these took so long that another could have been seen.
    for (let i = 0; i < 4; i++) answer(quick, 2);
    expect(recorder.live.peakInFlight).toBe(1);
    for (let i = 0; i < 9; i++) answer(quick, 0.5);
    expect(recorder.live.peakInFlight).toBeUndefined();
    answer(ARRIVAL, 0.5);
    expect(recorder.live.peakInFlight).toBe(1);
  });

  it('shows a request that is still open, without an end and a status', () => {
    const { recorder } = recorderAt();
    recorder.arrive(ARRIVAL);
    expect(recorder.records()).toMatchObject([
      { ending: 'open', firstByteMs: undefined, endedMs: undefined, status: undefined, bytes: 0 },
    ]);
  });

  it('has no status for a request that was never answered', () => {
    const { recorder } = recorderAt();
    recorder.end(recorder.arrive(ARRIVAL), 'client-gone', 200, 0);
    expect(recorder.records()).toMatchObject([{ ending: 'client-gone', status: undefined }]);
  });

  it('remembers that a limit turned a request away, and for how long', () => {
    const { recorder } = recorderAt();
    const id = recorder.arrive(ARRIVAL);
    recorder.shed(id, ['delay', 'capacity'], 'status');
    recorder.retryAfter(id, 2000);
    expect(recorder.records()).toMatchObject([
      { shed: true, failsBy: 'status', faults: ['delay', 'capacity'], injectedMs: 0, serviceMs: 0, retryAfterMs: 2000 },
    ]);
  });

  it('says of a request that was given up in the queue that it has waited all the time', () => {
    const { clock, recorder } = recorderAt();
    const id = recorder.arrive(ARRIVAL);
    recorder.queued(id);
    clock.ms = 1040;
    expect(recorder.records()).toMatchObject([{ queuedMs: 40, startedMs: 40, endedMs: undefined }]);
    clock.ms = 1070;
    recorder.end(id, 'client-gone', 0, 0);
    clock.ms = 1090;
    expect(recorder.records()).toMatchObject([{ queuedMs: 70, startedMs: 70, endedMs: 70 }]);
  });

  it('says of one that had left before it got its place that it never had it', () => {
    const { clock, recorder } = recorderAt();
    const id = recorder.arrive(ARRIVAL);
    recorder.queued(id);
    clock.ms = 1400;
    recorder.started(id, 400);
    clock.ms = 1500;
    // That was 250 ms ago.
    recorder.end(id, 'client-gone', 0, 0, 250);
    expect(recorder.records()).toMatchObject([{ startedMs: 250, queuedMs: 250, endedMs: 250 }]);
  });

  it('gives the requests of one run, of those without a name, or from some number on', () => {
    const { recorder } = recorderAt();
    for (const run of ['red', undefined, 'blue', 'red']) recorder.arrive({ ...ARRIVAL, run });
    const seqs = (filter: RecordFilter) => recorder.records(filter).map(({ seq }) => seq);
    expect([seqs({ run: 'red' }), seqs({ run: '' }), seqs({ sinceSeq: 2 }), seqs({ run: 'red', sinceSeq: 1 })]).toEqual(
      [[0, 3], [1], [2, 3], [3]],
    );
  });

  it('tells when connections closed, in the run’s time, and forgets them with it', () => {
    const { clock, recorder } = recorderAt(2);
    clock.ms = 1010;
    for (const connection of [1, 2, 3]) recorder.connectionClosed(connection);
    expect([...recorder.connectionsClosedMs]).toEqual([
      [2, 10],
      [3, 10],
    ]);
    recorder.reset();
    expect(recorder.connectionsClosedMs.size).toBe(0);
  });

  it('counts the time that a body was held back to a pace as injected', () => {
    const { recorder } = recorderAt();
    const id = recorder.arrive(ARRIVAL);
    recorder.paced(id, 300);
    expect(recorder.records()).toMatchObject([{ injectedMs: 500, serviceMs: 50 }]);
  });

  it('lets the oldest go when it is full, and says how many', () => {
    const { recorder } = recorderAt(3);
    const ids = ['a', 'b', 'c', 'd', 'e'].map((key) => recorder.arrive({ ...ARRIVAL, key }));
    expect(recorder.dropped).toBe(2);
    expect(recorder.records().map(({ seq, key }) => [seq, key])).toEqual([
      [2, 'c'],
      [3, 'd'],
      [4, 'e'],
    ]);
    recorder.end(ids[0]!, 'sent', 418, 5);
    expect(recorder.records().map(({ ending }) => ending)).toEqual(['open', 'open', 'open']);
  });

  it('forgets the earlier run at a reset, and what of it ends later', () => {
    const { clock, recorder } = recorderAt(3);
    const earlier = recorder.arrive(ARRIVAL);
    clock.ms = 5000;
    recorder.reset();
    expect(recorder.records()).toEqual([]);
    clock.ms = 5020;
    recorder.end(earlier, 'sent', 200, 5);
    recorder.arrive({ ...ARRIVAL, key: 'GET /' });
    expect(recorder.records()).toMatchObject([{ seq: 0, key: 'GET /', arrivedMs: 20, ending: 'open' }]);
    expect(recorder.dropped).toBe(0);
  });

  it('counts the run’s requests, those in flight and those that went well', () => {
    const { recorder } = recorderAt(2);
    const [a, b, c] = [recorder.arrive(ARRIVAL), recorder.arrive(ARRIVAL), recorder.arrive(ARRIVAL)];
    recorder.end(a, 'sent', 200, 1);
    recorder.end(b, 'sent', 418, 1);
    expect(recorder.counts).toEqual({ requests: 3, inFlight: 1, ok: 1 });
    recorder.reset();
    recorder.end(c, 'sent', 200, 1);
    expect(recorder.counts).toEqual({ requests: 0, inFlight: 0, ok: 0 });
  });
});
