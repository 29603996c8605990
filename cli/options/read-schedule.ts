import { existsSync } from 'node:fs';
import { UsageError } from '../../lib/errors/usage-error.ts';
import { parseSchedule, type Schedule } from '../../servers/faults/schedule.ts';
import { inlineFiles } from './inline-files.ts';
import { readTextFile } from './read-text-file.ts';

/** How a schedule begins that is written out: with JSON's list, or with the server and the time of a step. */
const BEGINNING = /^\s*(?:\[|;|[A-Za-z][\w-]*\s*@)/;

/**
 * Reads a schedule's text, or the file of that path.
 *
 * @throws UsageError or FaultSpecError
 */
export function readSchedule(text: string): Schedule {
  if (existsSync(text)) return parseSchedule(inlineFiles(readTextFile(text, 'the schedule')));
  if (text.trim() !== '' && !BEGINNING.test(text)) {
    throw new UsageError(
      `there is no file "${text}", and it is not a step of a schedule: give a file, or write ERROR@10s: status=503@50%`,
    );
  }
  return parseSchedule(inlineFiles(text));
}
