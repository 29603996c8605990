import { LabError } from '../../lib/errors/lab-error.ts';

/** The work on an item was not done: the thread or the process that was at it died. */
export class WorkError extends LabError {
  override readonly name = 'WorkError';
  override readonly code = 'LAB_WORK';
}
