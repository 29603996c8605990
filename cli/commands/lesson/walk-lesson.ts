import { foretold } from '../../../bench/lesson/foretold.ts';
import type { Lesson } from '../../../bench/lesson/lesson.ts';
import { type LessonText, lessonText } from '../../../bench/lesson/lesson-text.ts';
import type { BenchResult, LessonRun } from '../../../bench/result/result.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { parsePrediction } from '../../options/parse-prediction.ts';
import { foretoldText } from '../../result-text/foretold-text.ts';
import { type CommandContext, note, print } from '../../terminal/command-context.ts';
import { runLessonCommand } from './run-lesson-command.ts';

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
  let last: BenchResult | undefined;
  for (const args of text.commands) {
    print(context);
    print(context, `$ npx flaglab ${args.join(' ')}`);
    const { code, result } = await runLessonCommand(args, { results, lesson: run }, context);
    if (code !== 0) return code;
    last = result ?? last;
  }
  explain(lesson, text, context);
  if (last !== undefined) print(context, { text: foretoldText(foretold(lesson.prediction, last)), tone: 'answer' });
  return 0;
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

function explain({ number }: Lesson, { why, exercise }: LessonText, context: CommandContext): void {
  print(context);
  print(context, 'Why');
  print(context, why);
  print(context);
  print(context, 'Exercise');
  print(context, exercise);
  print(context, `Copy it to edit it: npx flaglab lesson ${number} --eject DIR`);
  print(context);
}
