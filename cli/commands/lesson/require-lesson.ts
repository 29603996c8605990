import type { Lesson } from '../../../bench/lesson/lesson.ts';
import { LESSONS } from '../../../lessons/lessons.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';

/**
 * The lesson of that number.
 *
 * @param text as it was typed: `3`, `03`
 * @throws UsageError which names all when there is none
 */
export function requireLesson(text: string): Lesson {
  const found = LESSONS.find(({ number }) => /^\d+$/.test(text) && number === Number(text));
  if (found !== undefined) return found;
  throw new UsageError(`there is no lesson "${text}": there are ${LESSONS.map(({ number }) => number).join(', ')}`);
}
