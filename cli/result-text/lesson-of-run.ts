import { type Foretold, foretold } from '../../bench/lesson/foretold.ts';
import type { BenchResult } from '../../bench/result/result.ts';
import { LESSONS } from '../../lessons/lessons.ts';

/** A lesson that a run belongs to, and what was foretold of the run. */
export type LessonOfRun = { readonly number: number } & Foretold;

/** The lesson that a run belongs to. Undefined for other runs, and for one whose lesson is of another version and gone. */
export function lessonOfRun(result: BenchResult): LessonOfRun | undefined {
  const lesson = LESSONS.find(({ number }) => number === result.lesson?.number);
  return lesson && { number: lesson.number, ...foretold(lesson.prediction, result) };
}
