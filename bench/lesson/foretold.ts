import type { BenchResult } from '../result/result.ts';
import type { Measured, Prediction } from './lesson.ts';

/** A prediction beside what could be known and what came; what is absent nobody knows. */
export interface Foretold {
  readonly unit: string;
  readonly unitOfOne?: string;
  readonly predicted?: number;
  readonly planned?: number;
  readonly measured?: Measured;
}

/**
 * What was foretold of a run, by the lesson that it belongs to. What the plan says is asked only where something was measured:
 * another run, or one that was broken off, need not have the servers that it is about.
 */
export function foretold(prediction: Prediction, result: BenchResult): Foretold {
  const { unit, unitOfOne } = prediction;
  const measured = prediction.measured(result);
  const planned = measured === undefined ? undefined : prediction.planned(result);
  const values = { unitOfOne, predicted: result.lesson?.predicted, planned, measured };
  const known = Object.entries(values).filter(([, value]) => value !== undefined);
  return { unit, ...Object.fromEntries(known) };
}
