import { lessonText } from '../../../bench/lesson/lesson-text.ts';
import { LESSONS } from '../../../lessons/lessons.ts';
import { nearestName } from '../../../lib/errors/nearest-name.ts';
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
  if (eject?.trim() === '')
    throw new UsageError('--eject needs the name of a folder, such as: npx flaglab lesson 2 --eject workshop');
  if (eject !== undefined && predict !== undefined)
    throw new UsageError('--eject only copies, so there is nothing to foretell: leave --predict away');
  if (eject === undefined) return await walkLesson(chosen, { results, predicted: predict }, context);
  await ejectLesson(chosen, eject, context);
  return 0;
}

/**
 * Refuses whatever is typed after `lesson` and is not one number.
 *
 * @param words all that was typed but options
 * @param commands what else there is, one of which may have been meant
 * @throws UsageError which says what was meant, or what is wanted
 */
export function refuseOtherWords([first = '', ...others]: readonly string[], commands: readonly string[]): void {
  const meant = /^\d/.test(first) ? undefined : nearestName(first, commands);
  if (meant !== undefined) {
    const instead = [meant, ...others].join(' ');
    throw new UsageError(`lesson has no command "${first}": did you mean npx flaglab lesson ${instead}?`);
  }
  if (others.length === 0) return;
  const typed = [first, ...others].join(' ');
  throw new UsageError(
    `lesson takes the number of one lesson, and got "${typed}": give one, such as npx flaglab lesson 2`,
  );
}

function listLessons(context: CommandContext): void {
  const listed = LESSONS.map(({ number, folder }) => ({ number, ...lessonText(folder) }));
  for (const line of tableLines(COLUMNS, listed, lineWidth(context.stdout))) print(context, line);
  print(context);
  print(context, 'npx flaglab lesson 1 walks through the first; npx flaglab lesson check 1 FILE judges its exercise.');
}
