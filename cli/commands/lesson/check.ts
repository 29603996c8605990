import type { Lesson } from '../../../bench/lesson/lesson.ts';
import { TrialServers } from '../../../bench/lesson/trial-servers.ts';
import type { OwnClient } from '../../../bench/result/own-client.ts';
import { LESSONS } from '../../../lessons/lessons.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { counted } from '../../../lib/units/counted.ts';
import { type CommandContext, print } from '../../terminal/command-context.ts';
import { EXIT_FAILED, EXIT_INTERRUPTED } from '../../terminal/exit-codes.ts';
import { Interrupt } from '../../terminal/interrupt.ts';
import type { Line } from '../../terminal/line.ts';
import { exerciseClients } from './exercise-client.ts';
import { judgeExercise, printTask } from './judge-exercise.ts';
import { PrintedLines } from './printed-lines.ts';
import { requireLesson } from './require-lesson.ts';
import { tryClaim } from './try-claim.ts';

/** What stands for every lesson. */
const ALL = 'all';

/** Judges what has been written of an exercise or, without a file, tries what lessons claim. Resolves to the exit code. */
export async function check(number: string, files: readonly string[], context: CommandContext): Promise<number> {
  if (files.length === 0) return await checkClaims(number === ALL ? LESSONS : [requireLesson(number)], context);
  if (number === ALL)
    throw new UsageError('say which lesson the file is for, such as: npx flaglab lesson check 2 FILE');
  const lesson = requireLesson(number);
  const clients = exerciseClients(files, context);
  using interrupt = new Interrupt(context);
  try {
    return await checkClients(lesson, clients, interrupt.signal, context);
  } catch (error) {
    if (interrupt.signal.aborted) return EXIT_INTERRUPTED;
    throw error;
  }
}

/** One after the other, on the same servers: none is to be in another's way. */
async function checkClients(
  lesson: Lesson,
  clients: readonly { readonly path: string; readonly client: OwnClient }[],
  signal: AbortSignal,
  context: CommandContext,
): Promise<number> {
  printTask(lesson, context);
  const printed = new PrintedLines();
  await using servers = await TrialServers.start(lesson.exercise, signal, printed.take);
  const areSeveral = clients.length > 1;
  const done: string[] = [];
  for (const { path, client } of clients) {
    if (areSeveral) printBelow(`${path}:`, context);
    const isDone = await judgeExercise(lesson, client, servers, printed, signal, context);
    if (isDone === undefined) return EXIT_INTERRUPTED;
    if (isDone) done.push(path);
  }
  if (areSeveral) printBelow({ text: inAll(lesson, done, clients.length), tone: 'answer' }, context);
  return done.length === clients.length ? 0 : EXIT_FAILED;
}

/** Prints a line with an empty one above it. */
function printBelow(line: Line, context: CommandContext): void {
  print(context);
  print(context, line);
}

function inAll({ number }: Lesson, done: readonly string[], of: number): string {
  const which = done.length === 0 || done.length === of ? '' : `: ${done.join(', ')}`;
  return `${done.length} of ${of} files do what lesson ${number} asks for${which}.`;
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
