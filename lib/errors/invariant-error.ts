import { LabError } from './lab-error.ts';

/** A promise the lab makes about its own numbers did not hold, such as one outcome for each item. */
export class InvariantError extends LabError {
  override readonly name = 'InvariantError';
  override readonly code = 'LAB_INVARIANT';
}
