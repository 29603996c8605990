import { foretold } from '../../bench/lesson/foretold.ts';
import type { BenchResult } from '../../bench/result/result.ts';
import { LESSONS } from '../../lessons/lessons.ts';
import { foretoldText } from './foretold-text.ts';

/**
 * What was foretold of a run that belongs to a lesson, and what came: `Lesson 2: You said 10 requests in flight; …`. Undefined
 * for other runs, and for one whose lesson is of another version and gone.
 */
export function lessonSentence(result: BenchResult): string | undefined {
  const lesson = LESSONS.find(({ number }) => number === result.lesson?.number);
  return lesson && `Lesson ${lesson.number}: ${foretoldText(foretold(lesson.prediction, result))}`;
}
