import { foretold } from '../../../bench/lesson/foretold.ts';
import type { Lesson } from '../../../bench/lesson/lesson.ts';
import { type LessonText, lessonText, type Step } from '../../../bench/lesson/lesson-text.ts';
import type { BenchResult, LessonRun } from '../../../bench/result/result.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { parsePrediction } from '../../options/parse-prediction.ts';
import { foretoldText } from '../../result-text/foretold-text.ts';
import { type CommandContext, note, print } from '../../terminal/command-context.ts';
import { EXIT_INTERRUPTED } from '../../terminal/exit-codes.ts';
import { type KeptAs, type LessonCommandEnd, runLessonCommand } from './run-lesson-command.ts';

/** How a lesson is walked through. */
export interface WalkOptions {
  /** The folder of all runs. */
  readonly results: string;
  /** What was foretold beforehand; it is asked for when absent. */
  readonly predicted?: number | undefined;
}

/** Asks for a prediction, runs what the lesson runs, explains it, and says what came of the prediction. Resolves to the exit code. */
export async function walkLesson(
  lesson: Lesson,
  { results, predicted }: WalkOptions,
  context: CommandContext,
): Promise<number> {
  const text = lessonText(lesson.folder);
  print(context, { text: `Lesson ${lesson.number}: ${text.title}`, tone: 'answer' });
  print(context);
  print(context, text.question);
  print(context);
  print(context, text.prediction);
  const number = predicted ?? (await ask(lesson, context));
  const run: LessonRun = { number: lesson.number, ...(number !== undefined && { predicted: number }) };
  // The one that is foretold is the last that is measured.
  const foretoldStep = text.run.findLast((step) => 'args' in step && step.args[0] === 'bench');
  let result: BenchResult | undefined;
  for (const step of text.run) {
    const kept = step === foretoldStep ? { results, lesson: run } : { results };
    const end = await take(step, lesson, kept, context);
    if (end.code !== 0) return end.code;
    result = end.result ?? result;
  }
  print(context);
  print(context, 'Why');
  for (const [i, step] of text.why.entries()) {
    const { code } = await take(step, lesson, { results }, context, i > 0);
    if (code === EXIT_INTERRUPTED) return code;
  }
  printExercise(lesson, text, context);
  if (result !== undefined) print(context, { text: foretoldText(foretold(lesson.prediction, result)), tone: 'answer' });
  return 0;
}

/** Says what a step of a lesson says, or runs what it runs. */
async function take(
  step: Step,
  lesson: Lesson,
  kept: KeptAs,
  context: CommandContext,
  isApart = true,
): Promise<LessonCommandEnd> {
  if (isApart) print(context);
  if ('prose' in step) {
    print(context, step.prose);
    return { code: 0 };
  }
  print(context, `$ npx flaglab ${step.args.join(' ')}`);
  return await runLessonCommand(step.args, lesson, kept, context);
}

/** A line that is no number is asked for again, where somebody sits there to answer. */
async function ask({ prediction }: Lesson, context: CommandContext): Promise<number | undefined> {
  while (true) {
    print(context, `Your prediction (${prediction.unit}; Enter for none):`);
    const line = await context.readLine();
    if (line === undefined || line.trim() === '') return undefined;
    try {
      return parsePrediction(line);
    } catch (error) {
      if (!(error instanceof UsageError) || !context.stdout.isTTY) throw error;
      note(context, error.message);
    }
  }
}

function printExercise({ number }: Lesson, { exercise }: LessonText, context: CommandContext): void {
  print(context);
  print(context, 'Exercise');
  print(context, exercise);
  print(context, `Copy it to edit it: npx flaglab lesson ${number} --eject DIR`);
  print(context);
}
