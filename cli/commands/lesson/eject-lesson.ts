import { existsSync, readdirSync, statSync } from 'node:fs';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Lesson } from '../../../bench/lesson/lesson.ts';
import { lessonFile } from '../../../bench/lesson/lesson-files.ts';
import { messageOf } from '../../../lib/errors/message-of.ts';
import { OutputError } from '../../../lib/errors/output-error.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { makeFolder } from '../../../lib/make-folder.ts';
import { shellQuoted } from '../../../lib/shell-quoted.ts';
import { type CommandContext, note, print } from '../../terminal/command-context.ts';
import { pathFromHere } from '../../terminal/path-from-here.ts';

/** What the lessons' own clients have in common. */
const CLIENT = 'client';

/** What judges a client, and is nothing to edit. */
const JUDGE = 'lesson.ts';

/** What Python leaves beside scripts that it has run. */
const PYTHON_CACHE = '__pycache__';

/** What is to be edited, and where there is one the same in Python. */
const EXERCISE = 'exercise.ts';
const PYTHON_EXERCISE = 'exercise.py';

/** What says that modules are modules, and what that is. */
const PACKAGE = 'package.json';
const IS_MODULE = `${JSON.stringify({ type: 'module' })}\n`;

/** What a lesson says, and which commands it has typed. */
const README = 'README.md';

/**
 * Copies a lesson's code to a folder, and what it imports beside it.
 *
 * @throws UsageError when that lesson is there already, or the folder is a file, OutputError when the folder cannot be written
 */
export async function ejectLesson({ number, folder }: Lesson, target: string, context: CommandContext): Promise<void> {
  const there = join(target, folder);
  if (existsSync(there)) throw new UsageError(`${there} is there already: give another folder, or move it away`);
  if (statSync(target, { throwIfNoEntry: false })?.isDirectory() === false)
    throw new UsageError(`${target} is a file: give the folder that the lesson is to be copied to`);
  const source = dirname(lessonFile(folder, README));
  try {
    // Beside the lessons there will be what others hand in; who has files there knows what they are.
    const isFree =
      !existsSync(target) || readdirSync(target, { withFileTypes: true }).every((one) => one.isDirectory());
    // It would never come to an end where a folder cannot be made below one that is there, as in /proc.
    makeFolder(there);
    await cp(source, there, { recursive: true, filter: (path) => path !== join(source, JUDGE) && isOwn(path) });
    await writeFile(join(there, README), ofCopy(await readFile(join(source, README), 'utf8'), folder, there));
    // Whatever the package above it says: `npm init` has it be CommonJS.
    for (const folder of [there, ...(isFree ? [target] : [])]) await writeFile(join(folder, PACKAGE), IS_MODULE);
    // A lesson that is copied beside another shares it.
    await copyClient(join(dirname(source), CLIENT), join(target, CLIENT), context);
  } catch (cause) {
    throw new OutputError(`${target} cannot be written: ${messageOf(cause)}`, { cause });
  }
  const copied = (await readdir(there)).sort();
  for (const name of copied) print(context, pathFromHere(join(there, name)));
  print(context);
  const exercise = shellQuoted(pathFromHere(join(there, EXERCISE)));
  print(context, `Edit ${exercise}, and have it judged at each save: npx flaglab lesson watch ${number} ${exercise}`);
  if (copied.includes(PYTHON_EXERCISE)) print(context, `Who writes Python edits ${PYTHON_EXERCISE}, in the same way.`);
}

/** What is there already stays, for lessons that were copied before may have been edited with it; who has another one is told. */
async function copyClient(from: string, to: string, context: CommandContext): Promise<void> {
  await cp(from, to, { recursive: true, force: false, filter: isOwn });
  await writeFile(join(to, PACKAGE), IS_MODULE);
  for (const name of (await readdir(from)).filter(isOwn).sort()) {
    const [own, there] = await Promise.all([from, to].map((folder) => readFile(join(folder, name))));
    if (own!.equals(there!)) continue;
    const path = pathFromHere(join(to, name));
    note(
      context,
      `warning: ${path} was there before, and is another one than the lesson's: the lesson uses it as it is`,
    );
  }
}

/** Whether a path or name is the lesson's own. */
function isOwn(path: string): boolean {
  return basename(path) !== PYTHON_CACHE;
}

/** What is typed of the lesson's own files is to be typed of the copy's, from the folder where the copy was made. */
function ofCopy(markdown: string, folder: string, there: string): string {
  return markdown.replaceAll(new RegExp(`(?<=[\\s\`])lessons/${folder}/([^\\s\`]+)`, 'g'), (_, path: string) =>
    shellQuoted(pathFromHere(join(there, path))),
  );
}
