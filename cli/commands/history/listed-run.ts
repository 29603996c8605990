import { join } from 'node:path';
import { onlyAnswer } from '../../../bench/report/text/sweep-answers.ts';
import { resultOrDamage } from '../../../bench/store/read-summary.ts';
import type { IndexedRun } from '../../../bench/store/run-index.ts';
import { messageOf } from '../../../lib/errors/message-of.ts';
import { type LessonOfRun, lessonOfRun } from '../../result-text/lesson-of-run.ts';
import { type RunKind, runKind } from './run-kind.ts';

/** A run as it is listed. */
export interface ListedRun extends IndexedRun {
  /** Absent where its summary cannot be read. */
  readonly kind?: RunKind;
  /** The answer of its bench; absent where it has none. */
  readonly headline?: string;
  /** The lesson that it belongs to, and what was foretold of it; absent where it belongs to none. */
  readonly lesson?: LessonOfRun;
  /** What is wrong with it; absent where its summary can be read. */
  readonly damage?: string;
}

/**
 * A run of a results folder as it is listed.
 *
 * @param results the folder
 */
export function listedRun(run: IndexedRun, results: string): ListedRun {
  const found = resultOrDamage(join(results, run.id));
  if ('damage' in found) return { ...run, damage: found.damage };
  try {
    const answer = onlyAnswer(found.result);
    const lesson = lessonOfRun(found.result);
    return {
      ...run,
      kind: runKind(found.result),
      ...(answer !== undefined && { headline: answer }),
      ...(lesson !== undefined && { lesson }),
    };
  } catch (error) {
    // Whatever it is, the other runs are still to be listed.
    return { ...run, damage: `damaged: ${messageOf(error)}` };
  }
}
