import { request } from 'node:http';
import { max, min, sum } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { STRATEGIES } from '../../../clients/strategies.ts';
import { countryCodes } from '../../../lib/flags/country-codes.ts';
import type { RequestRecord } from '../../../lib/request-record.ts';
import { type Lab, startLab } from '../../../servers/lab/start-lab.ts';
import type { Verdict } from '../../../servers/records/verdict-schema.ts';
import type { SeatState } from '../../../servers/room/seat-state.ts';

const SERVERS = {
  ERROR: { faults: ['delay=uniform:20ms..120ms', 'status=503@25%'] },
  LIMITED: { faults: ['capacity=8,service=fixed:10ms,queue=400'] },
  SLOW: { faults: ['capacity=8,service=fixed:60ms,queue=400'] },
};

const FLAG = '/flags/br/br.gif';

/** All flags by one client under a name. */
async function getAll(lab: Lab, label: string, run: string): Promise<void> {
  const { download } = STRATEGIES.find(({ name }) => name === 'async')!;
  const options = { baseUrl: `${lab.url(label)}/flags`, m: 16, retries: 2, timeoutMs: 10_000, run };
  for await (const _ of download(countryCodes(), options));
}

/** What is known of a name once all of its requests have been judged. */
async function seatOf(lab: Lab, label: string, name: string, requests: number): Promise<SeatState> {
  let seat: SeatState | undefined;
  await expect
    .poll(
      async () => {
        seat = (await lab.server(label).seats()).find((candidate) => candidate.name === name);
        return [seat?.verdict.requests, seat?.inFlight];
      },
      { timeout: 10_000 },
    )
    .toEqual([requests, 0]);
  return seat!;
}

/** What the faults have decided of a request: all but when it came and how long the machine took. */
function fateOf({
  key,
  attempt,
  injectedMs,
  serviceMs,
  status,
  faults,
  failsBy,
  bytes,
  ending,
}: RequestRecord): string {
  return JSON.stringify({ key, attempt, injectedMs, serviceMs, status, faults, failsBy, bytes, ending });
}

/** What of a verdict does not depend on when the socket delivered. */
function withoutTimes(verdict: Verdict): object {
  const { label, run, requests, keys, failed, retries, repeats, amplification, maxAttempts, answers } = verdict;
  const { ok, shed, faulted, clientGone, retryAfter, duplicateWrites, faultChanges, dropped } = verdict;
  const { peakInFlight, connections, peakConnections } = verdict;
  return {
    ...{ label, run, requests, keys, failed, retries, repeats, amplification, maxAttempts, answers },
    ...{ ok, shed, faulted, clientGone, retryAfter, duplicateWrites, faultChanges, dropped },
    ...{ peakInFlight, connections, peakConnections },
  };
}

function ask(lab: Lab, label: string, path: string, headers: Record<string, string> = {}) {
  return fetch(lab.url(label) + path, { headers });
}

describe('a room', () => {
  it.each(['ERROR', 'LIMITED'])(
    'keeps learners apart on %s: blue meets after red what blue meets alone',
    async (label) => {
      await using room = await startLab(SERVERS, { room: 'own' });
      await using alone = await startLab(SERVERS);
      await getAll(room, label, 'red');
      await getAll(room, label, 'blue');
      await getAll(alone, label, 'blue');
      const expected = await alone.verdict(label, { run: 'blue' });
      const { verdict, last } = await seatOf(room, label, 'blue', expected.requests);
      expect(JSON.stringify(withoutTimes(verdict))).toBe(JSON.stringify(withoutTimes(expected)));
      const fates = async (lab: Lab) => (await lab.records(label, { run: 'blue' })).map(fateOf).sort();
      expect(await fates(room)).toEqual(await fates(alone));
      expect(last.shareWithheld).toBe(expected.efficiencyWithheld);
      // What waits for a slot is served a moment less where it was let in late: that is the timers' doing.
      if (label === 'LIMITED') expect(Math.abs(verdict.idealMs! / expected.idealMs! - 1)).toBeLessThan(0.15);
      else expect(verdict.idealMs).toBe(expected.idealMs);
    },
  );

  it("lets everybody have the server's slots for itself, or all share them: then the queue alone differs", async () => {
    const served: Record<string, number> = {};
    const waited: Record<string, number> = {};
    for (const room of ['own', 'shared'] as const) {
      await using lab = await startLab(SERVERS, { room });
      await Promise.all([getAll(lab, 'SLOW', 'red'), getAll(lab, 'SLOW', 'blue')]);
      const seats = [await seatOf(lab, 'SLOW', 'red', 194), await seatOf(lab, 'SLOW', 'blue', 194)];
      for (const { verdict } of seats) expect(verdict).toMatchObject({ ok: 194, keys: 194, shed: 0 });
      const records = await lab.records('SLOW');
      const spanMs = max(records.map(({ endedMs }) => endedMs!)) - min(records.map(({ arrivedMs }) => arrivedMs));
      served[room] = sum(records.map(({ serviceMs }) => serviceMs)) / spanMs;
      waited[room] = sum(records.map(({ queuedMs }) => queuedMs));
    }
    // On average: eight slots serve no more, however busy the machine is. Twice as many let nobody wait for the other.
    expect(served.shared).toBeLessThanOrEqual(8);
    expect(waited.own).toBeLessThan(0.8 * waited.shared!);
  });

  it.each(['own', 'shared'] as const)(
    'measures by the slots that there are, however often the faults were set before, with capacity %s',
    async (room) => {
      await using lab = await startLab(SERVERS, { room });
      await getAll(lab, 'SLOW', 'red');
      const red = await seatOf(lab, 'SLOW', 'red', 194);
      for (let times = 0; times < 3; times++) await lab.setFaults('SLOW', SERVERS.SLOW.faults);
      await getAll(lab, 'SLOW', 'blue');
      const blue = await seatOf(lab, 'SLOW', 'blue', 194);
      expect(Math.abs(blue.verdict.idealMs! / red.verdict.idealMs! - 1)).toBeLessThan(0.15);
    },
  );

  it('keeps what names lost to each other when somebody begins to watch the server', async () => {
    await using lab = await startLab(SERVERS, { room: 'shared' });
    await Promise.all(['hog', 'modest'].map((run) => getAll(lab, 'SLOW', run)));
    for (const name of ['hog', 'modest']) await seatOf(lab, 'SLOW', name, 194);
    const lost = async () =>
      Object.fromEntries((await lab.server('SLOW').seats()).map(({ name, crowding }) => [name, crowding]));
    const before = await lost();
    expect(before.modest?.behind).toHaveLength(2);
    // As a run without a name begins.
    await lab.server('SLOW').reset();
    await ask(lab, 'SLOW', `/run/third${FLAG}`);
    await seatOf(lab, 'SLOW', 'third', 1);
    expect(await lost()).toEqual({ ...before, third: undefined });
  });

  it('does not blame a name for refusals while others held the places', async () => {
    const plan = { FULL: { faults: ['capacity=4,service=fixed:400ms,queue=0'] } };
    await using lab = await startLab(plan, { room: 'shared' });
    const greedy = Array.from({ length: 8 }, () => ask(lab, 'FULL', `/run/greedy${FLAG}`));
    await expect.poll(async () => (await lab.server('FULL').counts()).requests).toBe(8);
    for (const code of ['br', 'fr', 'de']) {
      expect((await ask(lab, 'FULL', `/run/meek/flags/${code}/${code}.gif`)).status).toBe(503);
    }
    await Promise.all(greedy);
    const meek = await seatOf(lab, 'FULL', 'meek', 3);
    expect(meek.turnedAway).toEqual({ requests: 3, forGood: 3, ownShare: 0, heldBy: [{ name: 'greedy', share: 1 }] });
    expect(meek.last).toMatchObject({ refused: 3, ok: 0, politeness: 1 });
    const own = await seatOf(lab, 'FULL', 'greedy', 8);
    expect(own.turnedAway?.ownShare).toBe(1);
    expect(own.last.politeness).toBeLessThanOrEqual(0.5);
  });

  it('gives no score to a run of which not all is remembered, and says so', async () => {
    await using lab = await startLab({ LOCAL: {} }, { room: 'own' });
    for (let i = 0; i < 1100; i += 100)
      await Promise.all(
        Array.from({ length: 100 }, async () => (await ask(lab, 'LOCAL', `/run/eager${FLAG}`)).bytes()),
      );
    const { last, verdict } = await seatOf(lab, 'LOCAL', 'eager', 1024);
    expect([verdict.dropped, last.score]).toEqual([76, undefined]);
    expect(last.shareWithheld).toBe(
      '76 of 1100 requests are not remembered any more, and its politeness is that of the others',
    );
    expect(last).toMatchObject({ requests: 1100, keys: 1, ok: 1, refused: 0 });
  });

  it("keeps a name's records whatever another asks", async () => {
    await using lab = await startLab({ LOCAL: {} }, { room: 'own' });
    await ask(lab, 'LOCAL', `/run/blue${FLAG}`);
    for (let i = 0; i < 1100; i++) await ask(lab, 'LOCAL', `/run/red/flags?${i}`);
    const red = await seatOf(lab, 'LOCAL', 'red', 1024);
    expect(red.verdict.dropped).toBe(76);
    const blue = await seatOf(lab, 'LOCAL', 'blue', 1);
    expect(blue.verdict).toMatchObject({ run: 'blue', dropped: 0, ok: 1, connections: 1 });
  });

  it('has 200 names for all its servers, and tells the next one so', async () => {
    await using lab = await startLab({ LOCAL: {}, ERROR: { faults: [] } }, { room: 'shared', threads: true });
    const names = Array.from({ length: 200 }, (_, i) => `n${i}`);
    for (const [i, name] of names.entries()) {
      expect((await ask(lab, i % 2 === 0 ? 'LOCAL' : 'ERROR', `/run/${name}${FLAG}`)).status).toBe(200);
    }
    const refused = await ask(lab, 'LOCAL', FLAG, { 'X-Lab-Run': 'late' });
    expect([refused.status, await refused.json()]).toEqual([
      403,
      {
        status: 403,
        error: 'Forbidden',
        detail:
          'This room has 200 names, and "late" is none of them: use one of those, or ask who leads it to forget all names on the page, or one by POST /api/room/reset.',
      },
    ]);
    expect(await lab.server('LOCAL').runNames()).not.toContain('late');
    expect((await lab.server('LOCAL').counts()).requests).toBe(100);
    expect((await ask(lab, 'ERROR', `/run/n0${FLAG}`)).status).toBe(200);
    expect((await ask(lab, 'LOCAL', FLAG)).status).toBe(200);
    lab.room!.names.release('n0');
    await lab.server('LOCAL').forgetNames('n0');
    expect((await ask(lab, 'LOCAL', `/run/late${FLAG}`)).status).toBe(200);
  });

  it('refuses what is no name, in a header too', async () => {
    await using lab = await startLab({ LOCAL: {} }, { room: 'own' });
    const answer = await ask(lab, 'LOCAL', FLAG, { 'X-Lab-Run': '<b>red</b>' });
    expect([answer.status, ((await answer.json()) as { detail: string }).detail]).toEqual([
      400,
      'The name of a run is 1 to 64 letters from a to z, digits, dots, hyphens, tildes or underscores, and not dots alone.',
    ]);
    expect(await lab.server('LOCAL').seats()).toEqual([]);
  });

  it('begins a new run of a name when it is told to, and keeps the best', async () => {
    await using lab = await startLab({ ERROR: { faults: ['status=503,first=1'] } }, { room: 'own' });
    const statuses = async (name: string) => [
      (await ask(lab, 'ERROR', `/run/${name}${FLAG}`)).status,
      (await ask(lab, 'ERROR', `/run/${name}${FLAG}`)).status,
    ];
    expect(await statuses('red')).toEqual([503, 200]);
    await ask(lab, 'ERROR', `/run/red/flags/eg/eg.gif`);
    await seatOf(lab, 'ERROR', 'red', 3);
    await lab.server('ERROR').reset('red');
    expect(await statuses('red')).toEqual([503, 200]);
    const { last, best } = await seatOf(lab, 'ERROR', 'red', 2);
    expect([last.run, last.keys, best.run, best.keys]).toEqual([2, 1, 1, 2]);
    expect(await statuses('blue')).toEqual([503, 200]);
  });

  it('begins a new run of a name whenever its learner says so, by a request that is none', async () => {
    await using lab = await startLab({ ERROR: { faults: ['status=503,first=1'] } }, { room: 'own' });
    const status = async (path: string) => (await ask(lab, 'ERROR', path)).status;
    const begin = (name: string) => fetch(`${lab.url('ERROR')}/run/${name}`, { method: 'POST' });
    expect((await begin('red')).status).toBe(204);
    expect(lab.room!.names.all).toEqual([]);
    expect([await status(`/run/red${FLAG}`), await status(`/run/red${FLAG}`)]).toEqual([503, 200]);
    expect([(await begin('red')).status, (await begin('a b')).status]).toEqual([204, 400]);
    expect([await status(`/run/red${FLAG}`), await status(`/run/red${FLAG}`)]).toEqual([503, 200]);
    expect((await seatOf(lab, 'ERROR', 'red', 2)).last.run).toBe(2);
    await using alone = await startLab({ ERROR: {} });
    expect((await fetch(`${alone.url('ERROR')}/run/red`, { method: 'POST' })).status).not.toBe(204);
  });

  it('gives new faults to all of its names, at once', async () => {
    await using lab = await startLab({ LOCAL: {} }, { room: 'own' });
    const path = `/run/red${FLAG}`;
    expect((await ask(lab, 'LOCAL', path)).status).toBe(200);
    await lab.setFaults('LOCAL', ['status=503']);
    expect((await ask(lab, 'LOCAL', path)).status).toBe(503);
    const { verdict } = await seatOf(lab, 'LOCAL', 'red', 2);
    expect(verdict.faultChanges.map(({ faults }) => faults)).toEqual(['status=503@100%']);
  });

  it("answers to its own names alone where it is told them: another site's page has its name resolve here in vain", async () => {
    await using lab = await startLab({ LOCAL: {} }, { room: 'own', allowHosts: ['lab.example'] });
    const { port } = lab.server('LOCAL');
    const statusFor = (host: string) =>
      new Promise<number>((resolve, reject) => {
        const asked = request({ port, path: FLAG, headers: { host } }, (response) => {
          response.resume();
          resolve(response.statusCode!);
        });
        asked.on('error', reject).end();
      });
    expect(await statusFor('localhost')).toBe(200);
    expect(await statusFor(`Lab.example:${port}`)).toBe(200);
    expect(await statusFor('evil.example')).toBe(403);
  });
});
