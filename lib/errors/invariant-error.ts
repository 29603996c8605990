import { LabError } from './lab-error.ts';

/**
 * A promise the lab makes about its own numbers did not hold, such as one outcome for each item.
 *
 * @example
 * ```ts
 * import { InvariantError, tally } from 'flaglab';
 * try {
 *   tally([], 1);
 * } catch (error) {
 *   console.log(error instanceof InvariantError && error.code); // LAB_INVARIANT
 * }
 * ```
 */
export class InvariantError extends LabError {
  override readonly name = 'InvariantError';
  override readonly code = 'LAB_INVARIANT';
}
