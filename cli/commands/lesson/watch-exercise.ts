import { readFile, stat, watch } from 'node:fs/promises';
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
 * Comes when a file is there, and whenever it has been saved, be it with the same text.
 *
 * @param gone called when it is not there any more
 */
async function* saves(file: string, signal: AbortSignal, gone: () => void): AsyncGenerator<void> {
  // The folder: many editors write another file and give it this one's name.
  const changes = watch(dirname(file), { signal });
  // Looked at from before it is read, so that no save is lost.
  let change = changes.next();
  change.catch(() => {}); // It may be called off before anybody waits for it.
  let seen = await saved(file);
  yield;
  for (; ; change = changes.next()) {
    const { done, value } = await change;
    if (done) return;
    if (value.filename !== basename(file)) continue;
    const now = await savedAgain(file, signal);
    if (now === undefined) {
      if (seen !== undefined) gone();
      seen = undefined;
    }
    // One save is told several times, and some editors empty a file before they write it.
    if (now === undefined || now === seen || now === EMPTY) continue;
    seen = now;
    yield;
  }
}

/** How a file was saved that has nothing in it. */
const EMPTY = '';

/** What tells one save of a file from another: what it holds, and when that was written; undefined where it is not there. */
async function saved(file: string): Promise<string | undefined> {
  try {
    const text = await readFile(file, 'utf8');
    const { mtimeNs } = await stat(file, { bigint: true });
    return text.trim() === '' ? EMPTY : `${mtimeNs} ${text}`;
  } catch {
    return undefined;
  }
}

/** The same, and undefined only where it is gone for longer than another one takes to come to its place. */
async function savedAgain(file: string, signal: AbortSignal): Promise<string | undefined> {
  const now = await saved(file);
  if (now !== undefined) return now;
  await sleep(REPLACED_MS, signal);
  return await saved(file);
}
