import { readFile, watch } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Lesson } from '../../../bench/lesson/lesson.ts';
import { TrialServers } from '../../../bench/lesson/trial-servers.ts';
import { sleep } from '../../../lib/concurrency/sleep.ts';
import type { ClientFile } from '../../options/client-file.ts';
import { type CommandContext, print } from '../../terminal/command-context.ts';
import { EXIT_INTERRUPTED } from '../../terminal/exit-codes.ts';
import { Interrupt } from '../../terminal/interrupt.ts';
import { exerciseClient } from './exercise-client.ts';
import { judgeExercise, printTask } from './judge-exercise.ts';
import { PrintedLines } from './printed-lines.ts';
import { requireLesson } from './require-lesson.ts';

/** Within so long an editor has put another file in the place of one that it has removed, in milliseconds. */
const REPLACED_MS = 300;

/**
 * Judges an exercise, and again whenever its file has been saved, until Ctrl-C: what is saved while it is judged ends that,
 * and is judged instead. Resolves to the exit code.
 */
export async function watchExercise(number: string, path: string, context: CommandContext): Promise<number> {
  const lesson = requireLesson(number);
  const exercise = exerciseClient(path, context);
  using interrupt = new Interrupt(context);
  try {
    await judgeSaves(lesson, exercise, path, interrupt.signal, context);
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
  }
  return EXIT_INTERRUPTED;
}

async function judgeSaves(
  lesson: Lesson,
  { file, client }: ClientFile,
  path: string,
  interrupted: AbortSignal,
  context: CommandContext,
): Promise<void> {
  const failed = new AbortController();
  const signal = AbortSignal.any([interrupted, failed.signal]);
  printTask(lesson, context);
  const printed = new PrintedLines();
  await using servers = await TrialServers.start(lesson.exercise, signal, printed.take);
  servers.standBy();

  async function judge(saved: AbortSignal): Promise<void> {
    print(context, `Judging ${path} ...`);
    const isDone = await judgeExercise(lesson, client, servers, printed, AbortSignal.any([signal, saved]), context);
    if (isDone === undefined) return;
    print(context);
    print(context, `Waiting for ${path} to be saved; Ctrl-C ends this.`);
    servers.standBy();
  }

  let saved = new AbortController();
  let judged = Promise.resolve();
  try {
    for await (const _ of saves(file, signal, () =>
      print(context, `${path} is not there any more: it is judged when it is back.`),
    )) {
      saved.abort();
      await judged;
      saved = new AbortController();
      judged = judge(saved.signal).catch((error) => failed.abort(error));
    }
  } catch (error) {
    throw failed.signal.aborted ? failed.signal.reason : error;
  } finally {
    await judged;
  }
}

/**
 * What a file holds, and what it holds whenever that has changed.
 *
 * @param gone called when it is not there any more
 */
async function* saves(file: string, signal: AbortSignal, gone: () => void): AsyncGenerator<string> {
  // The folder: many editors write another file and give it this one's name.
  const changes = watch(dirname(file), { signal });
  // Looked at from before it is read, so that no save is lost.
  let change = changes.next();
  change.catch(() => {}); // It may be called off before anybody waits for it.
  let seen: string | undefined = await readFile(file, 'utf8');
  yield seen;
  for (; ; change = changes.next()) {
    const { done, value } = await change;
    if (done) return;
    if (value.filename !== basename(file)) continue;
    const text = await heldBy(file, signal);
    if (text === undefined) {
      if (seen !== undefined) gone();
      seen = undefined;
    }
    // Some editors empty a file before they write it.
    if (text === undefined || text === seen || text.trim() === '') continue;
    seen = text;
    yield text;
  }
}

/** What a file holds; undefined where it is gone for longer than another one takes to come to its place. */
async function heldBy(file: string, signal: AbortSignal): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text !== undefined) return text;
  await sleep(REPLACED_MS, signal);
  return await readFile(file, 'utf8').catch(() => undefined);
}
