import { LabError } from './lab-error.ts';

/** A file of the lab's own, such as the flags, is missing or damaged. */
export class DataError extends LabError {
  override readonly name = 'DataError';
  override readonly code = 'LAB_DATA';
}
