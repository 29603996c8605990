import { describe, expect, it } from 'vitest';
import type { MeasuredCell } from '../../../bench/result/cell.ts';
import type { Level, Verdict } from '../../../bench/result/curve.ts';
import { TOO_SHORT } from '../../../bench/result/too-short.ts';
import { analyseSweeps } from '../../../bench/sweep/analyse-sweeps.ts';
import { curveVerdict, enoughLevel } from '../../../bench/sweep/curve-verdict.ts';
import { type KnownKnee, NOT_KNOWN } from '../../../bench/sweep/known-knee.ts';
import { generator } from '../../../lib/chance/generator.ts';
import { measuredCell } from '../../helpers/bench/bench-result.ts';
import { normalDeviate } from '../../helpers/bench/normal-deviate.ts';

const EIGHT_SLOTS: KnownKnee = { m: 8, bottleneck: 'slots', slots: 8, longestMs: 10 };
const DOUBLED = [1, 2, 4, 8, 16, 32, 64, 128, 194];

type Given = Partial<MeasuredCell> & Pick<MeasuredCell, 'goodputPerSecond'>;

function verdictOf(levels: readonly number[], at: (m: number) => Given, known?: KnownKnee): Verdict {
  const cells = levels.map((m) => measuredCell({ server: 'LIMITED', strategy: 'async', m, ...at(m) }));
  return analyseSweeps(cells, 1, [], () => known)[0]!.verdict!;
}

/** Eight slots, each request with a millisecond or two of the client's own, and a queue of 32. */
function limited(m: number): Given {
  const goodputPerSecond = Math.min(m / 0.0118, 8 / 0.0102);
  return m > 40 ? { goodputPerSecond: 2000, refused: m - 40 } : { goodputPerSecond };
}

describe('the verdict on a sweep', () => {
  it('says the smallest m that is enough, between which levels that is known, and what limits it', () => {
    expect(verdictOf([1, 2, 4, 8, 16, 32], limited, EIGHT_SLOTS)).toEqual({
      sentence:
        'async on LIMITED: m = 8 is enough, because the server serves 8 at once (by the measured times alone: 5 to 16)',
      enoughM: { value: 8, low: 5, high: 16 },
      knownM: 8,
      limitedBy: 'slots',
      mostCleanM: 32,
    });
  });

  it('never takes a level where something was refused for enough, nor for the best', () => {
    const { sentence, enoughM, refusedFromM, mostCleanM } = verdictOf(DOUBLED, limited, EIGHT_SLOTS);
    expect(sentence).toBe(
      'async on LIMITED: from m = 64 on the server refused requests; without these levels, m = 8 is enough, because the server serves 8 at once (by the measured times alone: 5 to 16)',
    );
    expect({ enough: enoughM!.value, refusedFromM, mostCleanM }).toEqual({
      enough: 8,
      refusedFromM: 64,
      mostCleanM: 32,
    });
  });

  it('is the same sentence in at least 95 % of sweeps under noise of 10 %', () => {
    const next = generator(7, 'noise');
    const noisy = (m: number): Level => {
      const { goodputPerSecond, refused = 0 } = limited(m);
      const value = goodputPerSecond * Math.exp(0.1 * normalDeviate(next));
      return { m, repetitions: 1, goodputPerSecond: { value, low: value, high: value }, errorShare: 0, refused };
    };
    const curve = () => ({ server: 'LIMITED', strategy: 'async', levels: DOUBLED.map(noisy) });
    const sentences = Array.from({ length: 1000 }, () => curveVerdict(curve(), EIGHT_SLOTS).sentence);
    const usual = verdictOf(DOUBLED, limited, EIGHT_SLOTS).sentence;
    expect(sentences.filter((sentence) => sentence === usual).length).toBeGreaterThanOrEqual(950);
  });

  it('is shown by the level of that m, though the client itself takes as much there as at lower ones', () => {
    const at = (m: number): number => Math.min(m * 70, 760);
    const levels = [1, 2, 4, 8, 16, 32].map((m): Level => {
      const goodputPerSecond = { value: at(m), low: at(m), high: at(m) };
      return { m, repetitions: 1, goodputPerSecond, errorShare: 0, efficiency: at(m) / (100 * Math.min(m, 8)) };
    });
    const verdict = curveVerdict({ server: 'LIMITED', strategy: 'async', levels }, EIGHT_SLOTS);
    expect(enoughLevel({ levels, verdict })).toMatchObject({ m: 8 });
    const early = levels.map((level) => (level.m === 8 ? { ...level, refused: 1 } : level));
    expect(enoughLevel({ levels: early, verdict })).toMatchObject({ m: 16 });
  });

  it('says both where the levels contradict what is known, and calls the client the limit', () => {
    const slow = verdictOf(DOUBLED.slice(0, 6), (m) => ({ goodputPerSecond: 10 * m }), EIGHT_SLOTS);
    expect(slow.sentence).toBe(
      'async on LIMITED: m = 8 should be enough, because the server serves 8 at once, but this sweep says m = 32 (17 to 32 by this sweep): the client is the bottleneck',
    );
    expect(slow).toMatchObject({ limitedBy: 'client', enoughM: { value: 32 } });
    const one = verdictOf(DOUBLED.slice(0, 6), () => ({ goodputPerSecond: 90 }), EIGHT_SLOTS);
    expect(one).toMatchObject({ limitedBy: 'client', enoughM: { value: 1, low: 1 }, knownM: 8 });
  });

  it('says so where the shape is that of the server and the height is not', () => {
    const idle = (m: number) => ({ ...limited(m), efficiency: 0.3 });
    const { sentence, limitedBy } = verdictOf([1, 4, 8, 16, 32], idle, EIGHT_SLOTS);
    expect({ end: sentence.split(', ').at(-1), limitedBy }).toEqual({
      end: 'though the client reaches less than half of the ideal (by the measured times alone: 5 to 16)',
      limitedBy: 'client',
    });
  });

  it('says that the client takes time of its own where the level that is enough for the server is far from the ideal', () => {
    const late = (m: number) => {
      const share = m < 16 ? 0.8 : 0.95;
      return { goodputPerSecond: Math.min(m, 8) * 100 * share, efficiency: share };
    };
    const { sentence, limitedBy } = verdictOf([1, 2, 4, 8, 16, 32], late, EIGHT_SLOTS);
    expect({ sentence, limitedBy }).toEqual({
      sentence:
        'async on LIMITED: m = 8 would be enough, because the server serves 8 at once, but this client takes time of its own for each item, and a higher m makes up for that, up to about m = 16',
      limitedBy: 'slots',
    });
    const flat = (m: number) => ({ ...late(m), goodputPerSecond: Math.min(m, 8) * 80 });
    expect(verdictOf([1, 2, 4, 8, 16, 32], flat, EIGHT_SLOTS).sentence).toContain(
      'm = 8 is enough, because the server',
    );
  });

  it('gives each level that does not count its own reason', () => {
    const withheld = (m: number) => `the client never asked for ${m} of 20 flags`;
    const { sentence } = verdictOf([1, 8], (m) => ({ goodputPerSecond: 9, withheld: withheld(m) }), EIGHT_SLOTS);
    expect(sentence).toMatch(/; m = 1 does not count: .* 1 of 20 flags; m = 8 does not count: .* 8 of 20 flags$/);
  });

  it('names no level enough where the sweep ends before the knee', () => {
    const { sentence, enoughM } = verdictOf([1, 2, 4], limited, EIGHT_SLOTS);
    expect({ sentence, enoughM }).toEqual({
      sentence:
        'async on LIMITED: m = 8 would be enough, because the server serves 8 at once, but m = 4 is the highest that was measured',
      enoughM: undefined,
    });
  });

  it.each([
    ['a client that did nothing', { goodputPerSecond: 0 }, /no m is enough, because nothing was downloaded$/],
    [
      'one that did other work',
      { goodputPerSecond: 900, withheld: 'it would be 245 % of the ideal, which nothing can beat' },
      /no m is enough; m = 1, 8 do not count: it would be 245 % of/,
    ],
    [
      'one that was refused',
      { goodputPerSecond: 900, refused: 3 },
      /from m = 1 on the server refused requests; without/,
    ],
  ])('calls no m of %s enough', (_who, given, sentence) => {
    const verdict = verdictOf([1, 8], () => given, EIGHT_SLOTS);
    expect(verdict.sentence).toMatch(sentence);
    expect(verdict).not.toHaveProperty('enoughM');
  });

  it('takes one level alone for no curve', () => {
    const { sentence, enoughM } = verdictOf([4, 8, 16], (m) => ({
      goodputPerSecond: 4000,
      ...(m > 4 && { withheld: 'it was measured by 1 agent, and other cells by 2' }),
    }));
    expect(sentence).toBe(
      'async on LIMITED: m = 4 alone counts, which says nothing of what is enough; m = 8, 16 do not count: it was measured by 1 agent, and other cells by 2',
    );
    expect(enoughM).toBeUndefined();
  });

  it('rests on the levels alone where nothing waits, and calls the client the limit', () => {
    const { sentence, limitedBy } = verdictOf([1, 2, 4, 8], (m) => ({ goodputPerSecond: Math.min(m, 4) * 1000 }));
    expect({ sentence, limitedBy }).toEqual({
      sentence: 'async on LIMITED: m = 4 is enough (3 to 4 by this sweep), because the client is the bottleneck',
      limitedBy: 'client',
    });
  });
});

describe('the verdict on a sweep of a service, of which nobody knows what limits it', () => {
  const serviceVerdict = (goodputs: Readonly<Record<number, number>>, cap?: number, refusedAt?: number) => {
    const cells = Object.entries(goodputs).map(([m, goodputPerSecond]) => {
      const refused = Number(m) === refusedAt ? 3 : 0;
      return measuredCell({ server: 'REMOTE', strategy: 'async', m: Number(m), goodputPerSecond, refused });
    });
    return analyseSweeps(cells, 1, [], () => NOT_KNOWN, cap)[0]!.verdict!;
  };

  it.each([
    [
      'in proportion',
      { 1: 45, 2: 90, 4: 177 },
      undefined,
      'goodput still grows at m = 4, the highest that was measured',
    ],
    [
      'from 4 to 5',
      { 1: 45, 4: 177, 5: 220 },
      undefined,
      'goodput still grows at m = 5, the highest that was measured',
    ],
    [
      'up to the cap',
      { 1: 45, 4: 177, 5: 220 },
      5,
      'goodput still grows at m = 5, the highest that was measured; another computer gets no more requests at once unless somebody says so',
    ],
  ])('calls nothing enough where goodput grows %s', (_, goodputs, cap, words) => {
    const { sentence, enoughM } = serviceVerdict(goodputs, cap);
    expect([sentence, enoughM]).toEqual([`async on REMOTE: ${words}`, undefined]);
  });

  it('calls the level enough from which on goodput grows by no more than noise explains', () => {
    expect(serviceVerdict({ 1: 45, 2: 90, 4: 177, 8: 180 }).sentence).toMatch(/m = 4 is enough/);
    expect(serviceVerdict({ 1: 45, 2: 90, 4: 165, 8: 180 }).sentence).toMatch(
      /m = 8 is enough \(3 to 8 by this sweep\)/,
    );
  });

  it('calls the highest level enough above which the service refuses', () => {
    expect(serviceVerdict({ 1: 45, 4: 177, 48: 900 }, undefined, 48).sentence).toMatch(/m = 4 is enough/);
  });

  it('says that no level is where nothing was downloaded, and not that all were over too soon', () => {
    const cells = [1, 2].map((m) =>
      measuredCell({ server: 'REMOTE', strategy: 'async', m, goodputPerSecond: 0, withheld: TOO_SHORT }),
    );
    expect(analyseSweeps(cells, 1, [], () => NOT_KNOWN)[0]!.verdict!.sentence).toBe(
      'async on REMOTE: no m is enough, because nothing was downloaded',
    );
  });
});
