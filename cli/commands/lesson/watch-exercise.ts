import { readFile, watch } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { TrialServers } from '../../../bench/lesson/trial-servers.ts';
import { type CommandContext, print } from '../../terminal/command-context.ts';
import { EXIT_INTERRUPTED } from '../../terminal/exit-codes.ts';
import { Interrupt } from '../../terminal/interrupt.ts';
import { exerciseClient } from './exercise-client.ts';
import { judgeExercise } from './judge-exercise.ts';
import { requireLesson } from './require-lesson.ts';

/** Judges an exercise, and again whenever its file has been saved, until Ctrl-C. Resolves to the exit code. */
export async function watchExercise(number: string, path: string, context: CommandContext): Promise<number> {
  const lesson = requireLesson(number);
  const { file, client } = exerciseClient(path);
  using interrupt = new Interrupt(context);
  const { signal } = interrupt;
  try {
    await using servers = await TrialServers.start(lesson.exercise, signal);
    for await (const _ of saves(file, signal)) {
      await judgeExercise(lesson, client, servers, context);
      if (signal.aborted) break;
      print(context);
      print(context, `Waiting for ${path} to be saved; Ctrl-C ends this.`);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return EXIT_INTERRUPTED;
}

/** What a file holds, and what it holds whenever that has changed. */
async function* saves(file: string, signal: AbortSignal): AsyncGenerator<string> {
  // The folder: many editors write another file and give it this one's name.
  const changes = watch(dirname(file), { signal });
  let seen = await readFile(file, 'utf8');
  yield seen;
  for await (const { filename } of changes) {
    if (filename !== basename(file)) continue;
    // Gone for a moment, while another takes its place.
    const text = await readFile(file, 'utf8').catch(() => seen);
    if (text === seen || text.trim() === '') continue;
    seen = text;
    yield seen;
  }
}
