import { LabError } from './lab-error.ts';

/** A folder or file that the lab must write is not writable. */
export class OutputError extends LabError {
  override readonly name = 'OutputError';
  override readonly code = 'LAB_OUTPUT';
}
