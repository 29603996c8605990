import { existsSync, readFileSync } from 'node:fs';
import { parseSchedule, type Schedule } from '../../servers/faults/schedule.ts';

/**
 * Reads a schedule's text, or the file of that path.
 *
 * @throws UsageError or FaultSpecError
 */
export function readSchedule(text: string): Schedule {
  return parseSchedule(existsSync(text) ? readFileSync(text, 'utf8') : text);
}
