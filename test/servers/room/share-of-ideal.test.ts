import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseProfile } from '../../../servers/faults/profile.ts';
import type { Lab } from '../../../servers/lab/start-lab.ts';
import { startLab } from '../../../servers/lab/start-lab.ts';
import { shareOfIdeal } from '../../../servers/room/share-of-ideal.ts';

let lab: Lab;

beforeEach(async () => {
  lab = await startLab({ DELAY: { faults: ['delay=250ms'] }, LIMITED: { faults: ['capacity=2,service=250ms'] } });
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
  return { share: shareOfIdeal(records, judged, { slots, profile: undefined })!, own: judged.efficiency! };
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

it('knows how many the server serves at once', async () => {
  const { share, own } = await shares('LIMITED', 2, 2);
  expect(share).toBeCloseTo(own, 10);
});

it('knows of a rate, and tells none where the verdict tells none', async () => {
  await shares('DELAY', 6);
  const records = await lab.records('DELAY');
  const profile = parseProfile(['rate=10/s,burst=1']);
  const share = (efficiency: number | undefined) =>
    shareOfIdeal(records, { efficiency, makespanMs: 1000 }, { slots: undefined, profile });
  expect(share(0.5)).toBeCloseTo(0.5, 10);
  expect(share(undefined)).toBeUndefined();
});
