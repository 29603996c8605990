import { LabError } from './lab-error.ts';

/** What was asked for cannot be while something else goes on, such as another run. */
export class ConflictError extends LabError {
  override readonly name = 'ConflictError';
  override readonly code = 'LAB_CONFLICT';
}
