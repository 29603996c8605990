import { readFileSync } from 'node:fs';
import { DataError } from '../../lib/errors/data-error.ts';
import { messageOf } from '../../lib/errors/message-of.ts';
import { lessonFile } from './lesson-files.ts';

/** How a line begins that is a command, in a block of a README. */
const PROMPT = '$ npx flaglab ';

/** A block of a README; what is split at it keeps it. */
const BLOCK = /(^```[\s\S]*?^```\n?)/gm;

/** The parts of a lesson that its README has, as plain text: paragraphs apart by an empty line. */
export interface LessonText {
  readonly title: string;
  readonly question: string;
  /** What the learner is to foretell. */
  readonly prediction: string;
  readonly run: readonly Step[];
  readonly why: readonly Step[];
  readonly exercise: string;
}

/** One thing that a part of a lesson says, or the arguments of an `npx flaglab` that it runs. */
export type Step = { readonly prose: string } | { readonly args: readonly string[] };

/**
 * Reads the texts of a lesson from the README of its folder.
 *
 * @throws DataError when there is none, or a part is missing
 */
export function lessonText(folder: string): LessonText {
  const markdown = read(folder);
  const [head = '', ...parts] = markdown.split(/^## /m);
  const sections = new Map(parts.map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n'))]));
  const section = (name: string): string => {
    const text = sections.get(name);
    if (text === undefined) throw new DataError(`lessons/${folder}/README.md has no part "${name}"`);
    return text.trim();
  };
  return {
    title: head.replace(/^# /, '').trim(),
    question: prose(section('Question')),
    prediction: prose(section('Predict')),
    run: stepsOf(section('Run')),
    why: stepsOf(section('Why')),
    exercise: prose(section('Exercise')),
  };
}

function read(folder: string): string {
  try {
    return readFileSync(lessonFile(folder, 'README.md'), 'utf8');
  } catch (cause) {
    throw new DataError(`the README of lesson ${folder} cannot be read: ${messageOf(cause)}`, { cause });
  }
}

/** Without blocks and addresses, each paragraph in one line; an item of a list is one. */
function prose(markdown: string): string {
  return markdown
    .replaceAll(BLOCK, '')
    .replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.replaceAll(/\n(?!- )\s*/g, ' '))
    .join('\n\n');
}

/** The prose between blocks, and in their place the commands in them, in the order of the text. */
function stepsOf(markdown: string): Step[] {
  return markdown.split(BLOCK).flatMap((text): Step[] => {
    if (text.startsWith('```')) return commandsOf(text).map((args) => ({ args }));
    return text.trim() === '' ? [] : [{ prose: prose(text) }];
  });
}

/** None of them has a quoted word. */
function commandsOf(block: string): string[][] {
  const lines = block.split('\n').filter((line) => line.startsWith(PROMPT));
  return lines.map((line) => line.slice(PROMPT.length).split(' '));
}
