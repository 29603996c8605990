import { lessonText } from '../../../bench/lesson/lesson-text.ts';
import { LESSONS } from '../../../lessons/lessons.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { type CommandContext, print } from '../../terminal/command-context.ts';
import { lineWidth } from '../../terminal/output.ts';
import { type Column, tableLines } from '../../terminal/table.ts';
import { ejectLesson } from './eject-lesson.ts';
import { requireLesson } from './require-lesson.ts';
import { walkLesson } from './walk-lesson.ts';

/** The options of `flaglab lesson`. */
export interface LessonOptions {
  /** What was foretold beforehand. */
  readonly predict?: number;
  /** The folder to copy the lesson's code to. */
  readonly eject?: string;
  readonly results: string;
}

interface Listed {
  readonly number: number;
  readonly title: string;
  readonly prediction: string;
}

const COLUMNS: readonly Column<Listed>[] = [
  { head: 'lesson', align: 'right', cell: ({ number }) => String(number) },
  { head: 'about', long: 'wrap', cell: ({ title }) => title },
  { head: 'what you foretell', long: 'wrap', least: 30, cell: ({ prediction }) => prediction },
];

/** Lists the lessons, or does with one what is asked. Resolves to the exit code. */
export async function lesson(
  number: string | undefined,
  { eject, predict, results }: LessonOptions,
  context: CommandContext,
): Promise<number> {
  if (number === undefined) {
    if (eject !== undefined)
      throw new UsageError('say which lesson to copy, such as: npx flaglab lesson 2 --eject DIR');
    if (predict !== undefined) throw new UsageError('say of which lesson, such as: npx flaglab lesson 1 --predict 12');
    listLessons(context);
    return 0;
  }
  const chosen = requireLesson(number);
  if (eject === undefined) return await walkLesson(chosen, { results, predicted: predict }, context);
  await ejectLesson(chosen, eject, context);
  return 0;
}

function listLessons(context: CommandContext): void {
  const listed = LESSONS.map(({ number, folder }) => ({ number, ...lessonText(folder) }));
  for (const line of tableLines(COLUMNS, listed, lineWidth(context.stdout))) print(context, line);
  print(context);
  print(context, 'npx flaglab lesson 1 walks through the first; npx flaglab lesson check 1 FILE judges its exercise.');
}
