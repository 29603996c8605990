import { LabError } from './lab-error.ts';

/** The caller asked for something that cannot be: an unknown word, a value out of range. Exit code 2. */
export class UsageError extends LabError {
  override readonly name: string = 'UsageError';
  override readonly code: LabError['code'] = 'LAB_USAGE';
}
