import { describe, expect, it } from 'vitest';
import { whyNot } from '../../../bench/statistics/why-not.ts';
import { kneeAgreement } from '../../../bench/sweep/knee-agreement.ts';
import { uslThroughput } from '../../../bench/sweep/usl.ts';
import { fitUsl, type UslFit } from '../../../bench/sweep/usl-fit.ts';

function fitOf(contention: number, coherency: number, slots = Infinity): UslFit {
  const law = { unitThroughput: 10, contention, coherency, slots };
  const fit = fitUsl(
    [1, 2, 4, 8, 16, 32, 64].map((m) => ({ m, throughput: uslThroughput(law, m) })),
    { seed: 1, resamples: 20 },
  );
  if (!fit.ok) expect.unreachable(fit.why);
  return fit;
}

describe('kneeAgreement', () => {
  it('agrees when the two are within half as much again', () => {
    const agreement = kneeAgreement(fitOf(0, 0, 8), 8);
    expect(agreement.fitM).toBeCloseTo(8, 4);
    expect(agreement.kneedleM).toBe(8);
    expect(agreement.sentence).toBe(
      'the fit sees capacity end at m = 8, and Kneedle sees the bend at m = 8: they agree',
    );
  });

  it('disagrees when the peak is far past the bend', () => {
    const agreement = kneeAgreement(fitOf(0.05, 0.001), 8);
    expect(agreement.sentence).toBe(
      'the fit sees the peak at m = 31, but Kneedle sees the bend at m = 8: they disagree, and the bend is where more concurrency begins to gain less, the peak where it gains nothing more',
    );
  });

  it('disagrees when the bend is far past the peak, and then trusts the levels', () => {
    const { sentence } = kneeAgreement(fitOf(0.1, 0.1), 16);
    expect(sentence).toContain(
      'they disagree, and the law does not describe this curve well, so trust the measured levels',
    );
  });

  it('says when the peak is past what was measured, or nowhere', () => {
    expect(kneeAgreement(fitOf(0.05, 0.0001), 32).sentence).toContain('at m = 97, past the highest level measured');
    expect(kneeAgreement(fitOf(0.2, 0), 8)).toMatchObject({
      fitM: expect.any(Number),
      sentence: expect.stringContaining('they disagree'),
    });
  });

  it('has nothing to compare when one of the two found no knee', () => {
    expect(kneeAgreement(fitOf(0, 0, 8), undefined)).toMatchObject({
      sentence: 'the fit sees capacity end at m = 8; Kneedle sees no bend',
    });
    expect(kneeAgreement(whyNot('the fit needs 6 levels of concurrency, and there are 3'), 4)).toEqual({
      kneedleM: 4,
      sentence:
        'there is no fit (the fit needs 6 levels of concurrency, and there are 3); Kneedle sees the bend at m = 4',
    });
  });
});
