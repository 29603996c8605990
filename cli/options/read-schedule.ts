import { existsSync, readFileSync } from 'node:fs';
import { messageOf } from '../../lib/errors/message-of.ts';
import { UsageError } from '../../lib/errors/usage-error.ts';
import { parseSchedule, type Schedule } from '../../servers/faults/schedule.ts';

/**
 * Reads a schedule's text, or the file of that path.
 *
 * @throws UsageError or FaultSpecError
 */
export function readSchedule(text: string): Schedule {
  return parseSchedule(existsSync(text) ? fileText(text) : text);
}

function fileText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new UsageError(`the schedule ${path} cannot be read: ${messageOf(cause)}`, { cause });
  }
}
