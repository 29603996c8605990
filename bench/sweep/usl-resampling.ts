import { mean } from 'simple-statistics';
import { bootstrapDraws, type DrawOptions, type Resample } from '../statistics/bootstrap.ts';
import type { LevelValues } from './measurements-by-level.ts';
import { type UslParameters, uslThroughput } from './usl.ts';
import type { UslChoice } from './usl-choice.ts';
import { solveUslWithSlots } from './usl-slots.ts';
import { solveUsl } from './usl-solver.ts';

/**
 * The laws of a residual bootstrap (Davison & Hinkley, "Bootstrap Methods and their Application", 1997, §6.2): errors
 * drawn from all levels are put on the fitted law, and the law is fitted again. Levels are the experiment's choice, so
 * they stay; drawing whole measurements instead would now and then leave a level out.
 */
export function resampledLaws(
  measured: readonly LevelValues[],
  { law, found, below }: UslChoice,
  options: Omit<DrawOptions, 'stream'>,
): UslParameters[] {
  const fitted = measured.map(({ m }) => Math.log(uslThroughput(law, m)));
  const errors = spreadErrors(measured, fitted, found);
  const drawLaw = (resample: Resample) => {
    const levels = measured.map(({ m, values }, i) => {
      return { m, count: values.length, meanLog: fitted[i]! + mean(resample(errors, values.length)) };
    });
    return (below === undefined ? solveUsl(levels) : solveUslWithSlots(levels, below)).parameters;
  };
  return bootstrapDraws(drawLaw, { ...options, stream: 'usl' });
}

/** The errors about their mean, made as wide as the noise is: a fit of p numbers to n measurements takes √(1 − p/n) away. */
function spreadErrors(measured: readonly LevelValues[], fitted: readonly number[], found: number): number[] {
  const errors = measured.flatMap(({ values }, i) => values.map((value) => Math.log(value) - fitted[i]!));
  const centre = mean(errors);
  const spread = Math.sqrt(errors.length / (errors.length - found));
  return errors.map((error) => (error - centre) * spread);
}
