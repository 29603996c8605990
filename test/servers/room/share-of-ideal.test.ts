import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseProfile } from '../../../servers/faults/profile.ts';
import type { Lab } from '../../../servers/lab/start-lab.ts';
import { startLab } from '../../../servers/lab/start-lab.ts';
import { shareOfIdeal } from '../../../servers/room/share-of-ideal.ts';

let lab: Lab;

beforeEach(async () => {
  lab = await startLab({
    DELAY: { faults: ['delay=250ms'] },
    LIMITED: { faults: ['capacity=2,service=250ms'] },
    CROWDED: { faults: ['capacity=2,service=250ms,queue=0'] },
    FAILING: { faults: ['delay=100ms', 'status=503,first=1,retry-after=1s'] },
    HANGING: { faults: ['delay=250ms', 'hang,first=1'] },
  });
});
afterEach(() => lab.close(0));

const CODES = ['br', 'fr', 'de', 'eg', 'cn', 'in'];

/** Asks for the flags, so many at once, and resolves to the share of the ideal beside the verdict's own. */
async function shares(label: string, m: number, slots?: number): Promise<{ share: number; own: number }> {
  const left = [...CODES];
  const slot = async () => {
    for (let code = left.pop(); code !== undefined; code = left.pop()) {
      await fetch(`${lab.url(label)}/flags/${code}/${code}.gif`).then((answer) => answer.bytes());
    }
  };
  await Promise.all(Array.from({ length: m }, slot));
  const [records, judged] = [await lab.records(label), await lab.verdict(label)];
  return { share: shareOfIdeal(records, judged, { slots, profile: undefined }).efficiency!, own: judged.efficiency! };
}

/** Asks for a flag until it comes, and waits in between as it is told. */
async function obedient(label: string, code: string): Promise<void> {
  const answer = await fetch(`${lab.url(label)}/flags/${code}/${code}.gif`);
  await answer.bytes();
  if (answer.status !== 503) return;
  await sleep(1000 * Number(answer.headers.get('retry-after')));
  await obedient(label, code);
}

it('is small for who asks one after another, though that is near the ideal for one at a time', async () => {
  const { share, own } = await shares('DELAY', 1);
  expect(share).toBeCloseTo(own / CODES.length, 1);
  expect(share).toBeLessThan(0.2);
});

it('is that of the verdict where all are in flight', async () => {
  const { share, own } = await shares('DELAY', CODES.length);
  expect(share).toBeCloseTo(own, 10);
});

it('is no larger for who asks for more than flags beside them', async () => {
  const beside = (path: string) => fetch(`${lab.url('LIMITED')}${path}`).then((answer) => answer.bytes());
  const { share: alone } = await shares('LIMITED', 1, 2);
  await lab.reset();
  const others = ['/flags/br/no.gif', '/flags/zz/zz.gif', '/flags/ru/metadata.json', '/flags/', '/no', '/none'];
  const all = Promise.all(others.map(beside));
  const { share, own } = await shares('LIMITED', 1, 2);
  await all;
  expect(share).toBeLessThan(1.05 * alone);
  expect(own).toBeGreaterThan(1.5 * share);
});

it('is no larger for who asks again for what it has', async () => {
  const once = await shares('LIMITED', 2, 2);
  const twice = await shares('LIMITED', 2, 2);
  expect(twice.share).toBeCloseTo(once.share / 2, 1);
  expect(twice.share).toBeLessThan(0.6 * twice.own);
});

it('knows how many the server serves at once', async () => {
  const { share, own } = await shares('LIMITED', 2, 2);
  expect(share).toBeCloseTo(own, 10);
});

it('knows of a rate', async () => {
  await shares('DELAY', 6);
  const profile = parseProfile(['rate=10/s,burst=1']);
  const judged = { makespanMs: 1000 };
  const { efficiency } = shareOfIdeal(await lab.records('DELAY'), judged, { slots: undefined, profile });
  expect(efficiency).toBeCloseTo(0.5, 10);
});

it('counts the wait after a refusal as own time, of which the verdict tells nothing', async () => {
  await Promise.all(CODES.slice(0, 4).map((code) => obedient('CROWDED', code)));
  const [records, judged] = [await lab.records('CROWDED'), await lab.verdict('CROWDED')];
  expect(judged).toMatchObject({ ok: 4, shed: 2, retryAfter: { obeyed: 2, violated: 0 }, efficiency: undefined });
  const { efficiency } = shareOfIdeal(records, judged, { slots: 2, profile: undefined });
  expect(efficiency).toBeCloseTo(500 / judged.makespanMs, 1);
});

it('says why there is none for who asks no more after a refusal', async () => {
  const ask = (code: string) =>
    fetch(`${lab.url('CROWDED')}/flags/${code}/${code}.gif`).then((answer) => answer.bytes());
  await Promise.all(CODES.slice(0, 4).map(ask));
  const share = shareOfIdeal(await lab.records('CROWDED'), await lab.verdict('CROWDED'), {
    slots: 2,
    profile: undefined,
  });
  expect(share.efficiency).toBeUndefined();
  expect(share.efficiencyWithheld).toBe('a limit refused 2 of 4 requests, 2 of them for good');
});

it('waits in the ideal, too, as a failure that was injected told to, of which the verdict tells nothing', async () => {
  await Promise.all(CODES.map((code) => obedient('FAILING', code)));
  const [records, judged] = [await lab.records('FAILING'), await lab.verdict('FAILING')];
  expect(judged).toMatchObject({ ok: 6, retryAfter: { obeyed: 6, violated: 0 }, efficiency: undefined });
  const { efficiency } = shareOfIdeal(records, judged, { slots: undefined, profile: undefined });
  expect(efficiency).toBeCloseTo(1200 / judged.makespanMs, 1);
});

it('counts the wait for what hangs as own time, which lasts as long as the client chose', async () => {
  const url = `${lab.url('HANGING')}/flags/br/br.gif`;
  await expect(fetch(url, { signal: AbortSignal.timeout(300) })).rejects.toThrow('timeout');
  await fetch(url).then((answer) => answer.bytes());
  const [records, judged] = [await lab.records('HANGING'), await lab.verdict('HANGING')];
  expect(judged.efficiency).toBeUndefined();
  const { efficiency } = shareOfIdeal(records, judged, { slots: undefined, profile: undefined });
  expect(efficiency).toBeCloseTo(250 / judged.makespanMs, 1);
});
