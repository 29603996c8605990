import type { BenchResult } from '../result/result.ts';
import type { Prediction } from './lesson.ts';

/** A prediction beside what could be known and what came; what is absent nobody knows. */
export interface Foretold {
  readonly unit: string;
  readonly predicted?: number;
  readonly planned?: number;
  readonly measured?: number;
}

/** What was foretold of a run, by the lesson that it belongs to. */
export function foretold({ unit, planned, measured }: Prediction, result: BenchResult): Foretold {
  const values = { predicted: result.lesson?.predicted, planned: planned(result), measured: measured(result) };
  const known = Object.entries(values).filter(([, value]) => value !== undefined);
  return { unit, ...Object.fromEntries(known) };
}
