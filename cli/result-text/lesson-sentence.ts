import type { BenchResult } from '../../bench/result/result.ts';
import { lessonText } from './foretold-text.ts';

/** What was foretold of a run that belongs to a lesson, and what came; undefined for others. They load no lessons. */
export async function lessonSentence(result: BenchResult): Promise<string | undefined> {
  if (result.lesson === undefined) return undefined;
  const { lessonOfRun } = await import('./lesson-of-run.ts');
  const lesson = lessonOfRun(result);
  return lesson && lessonText(lesson);
}
