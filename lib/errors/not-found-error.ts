import { LabError } from './lab-error.ts';

/** Something was named that is not there: a server, a run. */
export class NotFoundError extends LabError {
  override readonly name = 'NotFoundError';
  override readonly code = 'LAB_NOT_FOUND';
}
