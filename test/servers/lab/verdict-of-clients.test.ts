import { describe, expect, it } from 'vitest';
import { verdictAnswer, verdictRows } from '../../../bench/report/text/verdict-text.ts';
import { parseSchedule } from '../../../servers/faults/schedule.ts';
import { type Lab, startLab } from '../../../servers/lab/start-lab.ts';
import { RawConnection, requestText } from '../../helpers/raw/raw-connection.ts';

const CODES = ['br', 'cn', 'de', 'eg', 'fr', 'in', 'jp', 'mx', 'ng', 'us'];

function pathOf(code = 'br'): string {
  return `/flags/${code}/${code}.gif`;
}

/** Asks, and gives up after so long; whatever goes wrong is nobody's business. */
async function ask(url: string, giveUpMs = 5000): Promise<void> {
  await fetch(url, { signal: AbortSignal.timeout(giveUpMs) })
    .then((response) => response.arrayBuffer())
    .catch(() => undefined);
}

/** Waits until no request of a server is open. */
async function ended(lab: Lab, label: string): Promise<void> {
  await expect.poll(async () => (await lab.server(label).counts()).inFlight).toBe(0);
}

describe('a lab’s verdict', () => {
  it.each([
    ['status=418', { statuses: { 418: 1 } }],
    ['truncate', { truncated: 1 }],
    ['garbage', { garbage: 1 }],
    ['reset,at=connect', { reset: 1 }],
    ['reset,at=body', { reset: 1 }],
    ['hang', { hung: 1 }],
    ['delay=3s', { givenUp: 1 }],
  ])('of one that meets %s says what it got: %o', async (fault, answers) => {
    await using lab = await startLab({ MINE: { faults: [fault] } });
    await ask(lab.url('MINE') + pathOf(), 300);
    await ended(lab, 'MINE');
    const none = { statuses: {}, truncated: 0, reset: 0, garbage: 0, givenUp: 0, hung: 0, open: 0 };
    expect(await lab.verdict('MINE')).toMatchObject({ answers: { ...none, ...answers }, ok: 0 });
  });

  it.each([
    ['hang', { failed: 1, answers: { hung: 1, open: 0 } }],
    ['delay=60s', { failed: 0, answers: { hung: 0, open: 1 } }],
  ])('of one that still waits, with %s, counts it as held until now', async (fault, what) => {
    await using lab = await startLab({ MINE: { faults: [fault] } });
    using waiting = await RawConnection.to(lab.server('MINE').port);
    waiting.send(requestText(`GET ${pathOf()} HTTP/1.1`));
    await expect.poll(async () => (await lab.server('MINE').counts()).requests).toBe(1);
    const judged = await lab.verdict('MINE');
    expect(judged).toMatchObject({ ...what, requests: 1, retries: 0, peakInFlight: 1, meanInFlight: 1 });
    expect(judged.makespanMs).toBeGreaterThan(0);
    expect(verdictRows(judged).find(([row]) => row === 'retries')?.[1]).not.toBe('none: nothing to try again');
  });

  it('of one that sent more than is remembered speaks of the last of it alone', async () => {
    await using lab = await startLab({ MINE: { faults: [] } });
    await ask(lab.url('MINE') + pathOf());
    await ended(lab, 'MINE');
    const judged = await lab.verdict('MINE');
    expect(verdictAnswer(judged)).toMatch(/^1 of 1 requests got an ok answer/);
    expect(verdictAnswer({ ...judged, dropped: 7 })).toMatch(/^1 of the last 1 requests got an ok answer/);
    expect(verdictAnswer({ ...judged, answers: { ...judged.answers, statuses: { 404: 7 } } })).toMatch(
      /^7 got 404, nothing at that address; /,
    );
  });

  it('of one whose requests cannot be seen in flight speaks of its connections', async () => {
    await using lab = await startLab({ MINE: { faults: [] } });
    await ask(lab.url('MINE') + pathOf());
    await ended(lab, 'MINE');
    const judged = { ...(await lab.verdict('MINE')), peakInFlight: undefined, meanInFlight: undefined };
    expect(Object.fromEntries(verdictRows(judged))['in flight']).toMatch(/^cannot be seen where nothing waits/);
    expect(verdictAnswer(judged)).toBe('1 of 1 requests got an ok answer, over at most 1 connection at once.');
  });

  it('of one that has just given up waits until that was noticed', async () => {
    await using lab = await startLab({ MINE: { faults: ['delay=60s'] } }, { threads: true });
    const waiting = await RawConnection.to(lab.server('MINE').port);
    waiting.send(requestText(`GET ${pathOf()} HTTP/1.1`));
    await expect.poll(async () => (await lab.server('MINE').counts()).requests).toBe(1);
    waiting[Symbol.dispose]();
    // At once, but where the machine is so busy that nobody notices it for half a second.
    await expect
      .poll(() => lab.verdict('MINE'))
      .toMatchObject({ failed: 1, clientGone: 1, answers: { givenUp: 1, open: 0 } });
  });

  it('of one that gives up in the queue counts no work for it', async () => {
    await using lab = await startLab({ MINE: { faults: ['capacity=1,service=fixed:400ms'] } });
    const arrived = async (count: number) =>
      expect.poll(async () => (await lab.server('MINE').counts()).requests).toBe(count);
    const served = ask(lab.url('MINE') + pathOf('br'));
    await arrived(1);
    using queue = await RawConnection.to(lab.server('MINE').port);
    queue.send(requestText(`GET ${pathOf('fr')} HTTP/1.1`));
    await arrived(2);
    queue[Symbol.dispose]();
    await served;
    await ended(lab, 'MINE');
    const [, queued] = await lab.records('MINE');
    expect(queued).toMatchObject({ ending: 'client-gone', startedMs: queued!.endedMs });
    expect(queued!.queuedMs).toBeGreaterThan(0);
    expect(await lab.verdict('MINE')).toMatchObject({
      clientGone: 1,
      wastedMs: 0,
      idealMs: 400,
      efficiency: undefined,
      efficiencyWithheld: '1 of 2 requests failed only because the client gave up',
    });
  });

  it('of one that never asks twice in vain counts no retries, however often it asks', async () => {
    await using lab = await startLab({ MINE: { faults: ['delay=20ms'] } });
    await Promise.all(Array.from({ length: 60 }, () => ask(lab.url('MINE') + pathOf())));
    await ended(lab, 'MINE');
    expect(await lab.verdict('MINE')).toMatchObject({
      requests: 60,
      retries: 0,
      repeats: 59,
      amplification: 1,
      backOff: undefined,
    });
  });

  it('of one that gets nothing praises nothing', async () => {
    await using lab = await startLab({ MINE: { faults: ['delay=3s'] } });
    await Promise.all(CODES.map((code) => ask(lab.url('MINE') + pathOf(code), 200)));
    await ended(lab, 'MINE');
    expect(await lab.verdict('MINE')).toMatchObject({
      ok: 0,
      efficiency: undefined,
      efficiencyWithheld: 'nothing was ok',
    });
  });

  it('of one that is refused withholds its efficiency', async () => {
    await using lab = await startLab({ MINE: { faults: ['capacity=1,service=fixed:300ms,queue=2'] } });
    await Promise.all(CODES.map((code) => ask(lab.url('MINE') + pathOf(code))));
    await ended(lab, 'MINE');
    const { shed, ok, efficiencyWithheld } = await lab.verdict('MINE');
    expect(shed + ok).toBe(10);
    expect(efficiencyWithheld).toBe(`a limit refused ${shed} of 10 requests, ${shed} of them for good`);
  });

  it('of learners in one room is one for each', async () => {
    await using lab = await startLab({ MINE: { faults: ['status=503,first=1'] } });
    for (const run of ['red', 'green', 'blue']) await ask(`${lab.url('MINE')}/run/${run}${pathOf()}`);
    await ask(`${lab.url('MINE')}/run/red${pathOf()}`);
    await ended(lab, 'MINE');
    expect(await lab.verdict('MINE', { run: 'red' })).toMatchObject({ run: 'red', requests: 2, retries: 1 });
    expect(await lab.verdict('MINE', { run: 'blue' })).toMatchObject({ run: 'blue', requests: 1, retries: 0 });
    expect(await lab.verdict('MINE')).toMatchObject({ run: undefined, requests: 4, keys: 3, retries: 1 });
  });

  it('tells the changes of the faults amid its requests: steps of the schedule, and those by hand', async () => {
    const { LOCAL: schedule = [] } = parseSchedule('LOCAL@1s: status=503; LOCAL@1h: none');
    await using lab = await startLab({ LOCAL: { schedule } });
    const server = lab.server('LOCAL');
    const statusOf = async (run = '') => (await fetch(lab.url('LOCAL') + run + pathOf())).status;
    await server.reset();
    expect(await statusOf()).toBe(200);
    await expect.poll(() => statusOf(), { timeout: 5000 }).toBe(503);
    await server.setFaults(['status=418']);
    expect(await statusOf()).toBe(418);
    await server.setFaults(['none']);
    const { faultChanges } = await lab.verdict('LOCAL');
    expect(faultChanges.map(({ faults }) => faults)).toEqual(['status=503@100%', 'status=418@100%']);
    expect(faultChanges[0]!.atMs).toBeLessThan(1000);
    expect(await statusOf('/run/red')).toBe(200);
    expect((await lab.verdict('LOCAL', { run: 'red' })).faultChanges).toEqual([]);
  });

  it('counts connections at once, where answers come too soon to be seen in flight', async () => {
    await using lab = await startLab({ LOCAL: {} });
    const connections = await Promise.all(Array.from({ length: 16 }, () => RawConnection.to(lab.server('LOCAL').port)));
    for (let i = 0; i < 3; i++) {
      for (const connection of connections) connection.send(requestText(`GET ${pathOf()} HTTP/1.1`));
      for (const connection of connections) await connection.next();
    }
    const verdict = await lab.verdict('LOCAL');
    expect(verdict).toMatchObject({ requests: 48, connections: 16, peakConnections: 16, peakInFlight: undefined });
    for (const connection of connections) connection[Symbol.dispose]();
  });

  it('counts a connection that has closed no longer', async () => {
    await using lab = await startLab({ LOCAL: {} });
    for (let i = 1; i <= 5; i++) {
      using connection = await RawConnection.to(lab.server('LOCAL').port);
      await connection.ask(`GET ${pathOf()} HTTP/1.1`, ['Connection: close']);
      await connection.end();
    }
    await expect.poll(() => lab.verdict('LOCAL')).toMatchObject({ connections: 5, peakConnections: 1 });
  });
});
