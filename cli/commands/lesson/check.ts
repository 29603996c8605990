import type { Lesson } from '../../../bench/lesson/lesson.ts';
import { TrialServers } from '../../../bench/lesson/trial-servers.ts';
import { LESSONS } from '../../../lessons/lessons.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { counted } from '../../../lib/units/counted.ts';
import { type CommandContext, print } from '../../terminal/command-context.ts';
import { EXIT_FAILED, EXIT_INTERRUPTED } from '../../terminal/exit-codes.ts';
import { Interrupt } from '../../terminal/interrupt.ts';
import { exerciseClient } from './exercise-client.ts';
import { judgeExercise } from './judge-exercise.ts';
import { requireLesson } from './require-lesson.ts';
import { tryClaim } from './try-claim.ts';

/** What stands for every lesson. */
const ALL = 'all';

/** Judges an exercise or, without a file, tries what lessons claim. Resolves to the exit code. */
export async function check(number: string, file: string | undefined, context: CommandContext): Promise<number> {
  if (file !== undefined) {
    if (number === ALL)
      throw new UsageError('say which lesson the file is for, such as: npx flaglab lesson check 2 FILE');
    return await checkExercise(requireLesson(number), file, context);
  }
  return await checkClaims(number === ALL ? LESSONS : [requireLesson(number)], context);
}

async function checkExercise(lesson: Lesson, path: string, context: CommandContext): Promise<number> {
  const { client } = exerciseClient(path, context);
  using interrupt = new Interrupt(context);
  try {
    await using servers = await TrialServers.start(lesson.exercise, interrupt.signal);
    const isDone = await judgeExercise(lesson, client, servers, interrupt.signal, context);
    if (isDone === undefined) return EXIT_INTERRUPTED;
    return isDone ? 0 : EXIT_FAILED;
  } catch (error) {
    if (interrupt.signal.aborted) return EXIT_INTERRUPTED;
    throw error;
  }
}

async function checkClaims(lessons: readonly Lesson[], context: CommandContext): Promise<number> {
  const beganMs = context.clock.nowMs();
  using interrupt = new Interrupt(context);
  let held = 0;
  for (const lesson of lessons) {
    const holds = await tryClaim(lesson, interrupt, context);
    if (holds === undefined) return EXIT_INTERRUPTED;
    if (holds) held++;
  }
  const took = `${Math.round((context.clock.nowMs() - beganMs) / 1000)} s`;
  const { length } = lessons;
  const answer =
    held === length
      ? `${length === 1 ? 'It holds' : `All ${length} lessons hold`} on this machine (${took}).`
      : `${counted(length - held, 'lesson')} of ${length} did not hold on this machine (${took}): is it busy with something else?`;
  print(context, { text: answer, tone: 'answer' });
  return held === length ? 0 : EXIT_FAILED;
}
