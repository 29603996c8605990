import { describe, expect, it } from 'vitest';
import { type UslParameters, uslThroughput } from '../../../bench/sweep/usl.ts';
import { chooseUsl } from '../../../bench/sweep/usl-choice.ts';
import { generator } from '../../../lib/chance/generator.ts';
import { normalDeviate } from '../../helpers/bench/normal-deviate.ts';

const LEVELS = [1, 2, 4, 8, 16, 32, 64];
const levelsOf = (law: UslParameters, noise = () => 0) =>
  LEVELS.map((m) => ({ m, meanLog: Math.log(uslThroughput(law, m)) + noise(), count: 1 }));
const plain = { unitThroughput: 10, contention: 0.05, coherency: 0.001, slots: Infinity };

describe('chooseUsl', () => {
  it('believes in slots when the curve ends in a flat line', () => {
    const choice = chooseUsl(levelsOf({ ...plain, slots: 8 }), 1e-6);
    expect(choice.found).toBe(4);
    expect(choice.law.slots).toBeCloseTo(8, 5);
  });

  it('sees no slots in perfect data of the plain law', () => {
    expect(chooseUsl(levelsOf(plain), 0)).toMatchObject({ found: 3, law: { slots: Infinity } });
  });

  it('sees no slots that noise could as well have made', () => {
    expect(chooseUsl(levelsOf({ ...plain, slots: 48 }), 0.05)).toMatchObject({ found: 3 });
  });

  it('invents slots in about 1 of 100 noisy sweeps of the plain law, and never in more than 5', () => {
    const next = generator(1, 'choice');
    const invented = Array.from({ length: 100 }, () =>
      chooseUsl(
        levelsOf(plain, () => 0.02 * normalDeviate(next)),
        0,
      ),
    );
    expect(invented.filter(({ found }) => found === 4).length).toBeLessThanOrEqual(5);
  });
});
