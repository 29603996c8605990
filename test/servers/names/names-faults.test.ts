import { describe, expect, it, vi } from 'vitest';
import { multiProbe } from '../../../clients/domains/multi-probe.ts';
import { namesUnder } from '../../../clients/domains/names-under.ts';
import { fate } from '../../../servers/faults/decide-fate.ts';
import { parseProfile } from '../../../servers/faults/profile.ts';
import { type Lab, startLab } from '../../../servers/lab/start-lab.ts';
import { DatagramClient, questionBytes, said } from '../../helpers/raw/dns-client.ts';

const NAMES = namesUnder('dev');

/** Nothing but the faults decides, however busy the machine is. */
function probe(lab: Lab, options: object = {}, names: readonly string[] = NAMES) {
  return Array.fromAsync(multiProbe(names, { resolver: lab.url('NAMES'), timeoutMs: 60_000, ...options }));
}

/** What the faults do to the attempt at a name. */
function fateOf(faults: readonly string[], name: string, attempt: number) {
  return fate(parseProfile(faults), { seed: 42, label: 'NAMES', key: `A ${name}`, attempt });
}

describe('the fate of a question', () => {
  it('follows from what is asked for and how often, in whatever order questions come', async () => {
    const faults = ['servfail@50%'];
    await using lab = await startLab({ NAMES: { faults } });
    for (const names of [NAMES, NAMES.toReversed()]) {
      await lab.reset();
      const probed = await probe(lab, { retries: 0 }, names);
      const failed = probed.filter(({ kind }) => kind === 'failed').map(({ name }) => name);
      expect(failed.sort()).toEqual(NAMES.filter((name) => fateOf(faults, name, 1).status === 503).sort());
      expect(failed.length).toBeGreaterThan(3);
      expect(failed.length).toBeLessThan(NAMES.length - 3);
    }
  });

  it('is one for each datagram: a client that asks again makes another attempt', async () => {
    const faults = ['servfail@50%'];
    await using lab = await startLab({ NAMES: { faults } });
    const probed = await probe(lab, { retries: 5 });
    const attemptsAt = (name: string) => [1, 2, 3, 4, 5].find((n) => fateOf(faults, name, n).status !== 503) ?? 6;
    expect(new Map(probed.map(({ name, attempts }) => [name, attempts]))).toEqual(
      new Map(NAMES.map((name) => [name, attemptsAt(name)])),
    );
    const records = await lab.records('NAMES');
    expect(records).toHaveLength(probed.reduce((sum, { attempts }) => sum + attempts, 0));
    for (const { key, attempt, status, faults: touched } of records) {
      const fails = fateOf(faults, key.slice(2), attempt).status === 503;
      expect([key, status === 503, touched]).toEqual([key, fails, fails ? ['status'] : []]);
    }
  });

  it('may be SERVFAIL at first, and an answer after it', async () => {
    await using lab = await startLab({ NAMES: { faults: ['servfail,first=1'] } });
    expect(await probe(lab, { retries: 0 }, ['is.dev'])).toMatchObject([{ kind: 'failed', reason: 'SERVFAIL' }]);
    expect(await probe(lab, { retries: 0 }, ['is.dev'])).toMatchObject([{ kind: 'found' }]);
  });

  it.each([
    ['status=404', 'NXDOMAIN', 404],
    ['status=503', 'SERVFAIL', 503],
    ['status=501', 'NOTIMP', 501],
    ['status=403', 'REFUSED', 403],
    ['status=400', 'FORMERR', 400],
  ])('may be %s, which is %s', async (fault, code, status) => {
    await using lab = await startLab({ NAMES: { faults: [fault] } });
    using client = await DatagramClient.to(lab.server('NAMES').port);
    expect(said(await client.ask(questionBytes('is.dev')))).toEqual({ code, data: [] });
    expect(await lab.records('NAMES')).toMatchObject([{ status, ending: 'sent', failsBy: 'status' }]);
  });

  it('may be a delay, which is neither less nor told otherwise', async () => {
    await using lab = await startLab({ NAMES: { faults: ['delay=uniform:100ms..200ms'] } }, { timeScale: 0.5 });
    await probe(lab);
    const records = await lab.records('NAMES');
    expect(records).toHaveLength(NAMES.length);
    for (const { key, arrivedMs, firstByteMs, injectedMs } of records) {
      expect(injectedMs).toBe(fateOf(['delay=uniform:100ms..200ms'], key.slice(2), 1).delayMs * 0.5);
      expect(firstByteMs! - arrivedMs).toBeGreaterThanOrEqual(injectedMs);
    }
  });

  it('may be to have no answer; a client that asks again is one that retries', async () => {
    await using lab = await startLab({ NAMES: { faults: ['drop'] } });
    const probed = await probe(lab, { timeoutMs: 300, retries: 1 }, ['is.dev', 'if.dev']);
    expect(probed.map(({ kind, reason, attempts }) => [kind, reason, attempts])).toEqual(
      Array(2).fill(['failed', 'timed out', 2]),
    );
    const records = await lab.records('NAMES');
    expect(records.map(({ ending, faults, status }) => [ending, faults, status])).toEqual(
      Array(4).fill(['reset', ['hang'], undefined]),
    );
    const { requests, retries, repeats, answers, failed } = await lab.verdict('NAMES');
    expect({ requests, retries, repeats, hung: answers.hung, failed }).toEqual({
      requests: 4,
      retries: 2,
      repeats: 0,
      hung: 4,
      failed: 4,
    });
  });

  it('changes with the faults, and with a schedule', async () => {
    await using lab = await startLab({ NAMES: {} });
    expect(await probe(lab, {}, ['is.dev'])).toMatchObject([{ kind: 'found' }]);
    await lab.setFaults('NAMES', ['servfail']);
    expect(await probe(lab, {}, ['is.dev'])).toMatchObject([{ kind: 'failed' }]);
    await lab.reset();
    expect(await lab.records('NAMES')).toEqual([]);
    const schedule = [{ atMs: 0, profile: parseProfile(['status=404']) }];
    await lab.setFaults('NAMES', [], schedule);
    expect(await probe(lab, {}, ['is.dev'])).toMatchObject([{ kind: 'notFound' }]);
  });
});

describe('a fault that no resolver can have', () => {
  const TAKES = 'it takes hang (drop), delay, status (servfail)';

  it.each([
    ['capacity=8', `NAMES cannot carry out the fault capacity: ${TAKES}`],
    ['throttle=1KB/s', `NAMES cannot carry out the fault throttle: ${TAKES}`],
    ['reset@1%', `NAMES cannot carry out the fault reset: ${TAKES}`],
    [
      'servfail,retry-after=1s',
      'cannot carry out status=503@100%,retry-after=1s: an answer of DNS cannot say Retry-After',
    ],
    [
      'status=418',
      'no answer of DNS says status 418: give 400 (FORMERR), 503 (SERVFAIL), 404 (NXDOMAIN), 501 (NOTIMP) or 403 (REFUSED)',
    ],
    ['status=200', 'no answer of DNS says status 200'],
  ])('is refused: %s', async (fault, message) => {
    await expect(startLab({ NAMES: { faults: [fault] } })).rejects.toThrow(message);
    for (const threads of [false, true]) {
      await using lab = await startLab({ NAMES: {} }, { threads });
      await expect(lab.setFaults('NAMES', [fault])).rejects.toThrow(message);
      expect(await lab.server('NAMES').faults()).toEqual([]);
    }
    const schedule = [{ atMs: 1000, profile: parseProfile([fault]) }];
    await expect(startLab({ NAMES: { schedule } })).rejects.toThrow(message);
  });
});

describe('500 names at once', () => {
  it.each([true, false])('lose none, with the server in a thread of its own: %s', async (threads) => {
    const names = Array.from({ length: 500 }, (_, i) => `n${i}.dev`);
    await using lab = await startLab({ NAMES: { names: names.filter((_, i) => i % 2 === 0) } }, { threads });
    const probed = await probe(lab, { m: 500, retries: 0 }, names);
    const count = (wanted: string) => probed.filter(({ kind }) => kind === wanted).length;
    expect([count('found'), count('notFound'), count('failed')]).toEqual([250, 250, 0]);
    expect(await lab.server('NAMES').counts()).toEqual({ requests: 500, inFlight: 0, ok: 250 });
  });

  it('lose none in one burst from one port, before the server could read the first', async () => {
    await using lab = await startLab({ NAMES: {} });
    using client = await DatagramClient.to(lab.server('NAMES').port);
    // The server is in this thread: it reads when all have been sent.
    for (let i = 0; i < 500; i++) void client.send(questionBytes(`n${i}.dev`));
    await vi.waitFor(() => expect(client.unread).toBe(500), { timeout: 10_000 });
  });
});
