import { LabError } from './lab-error.ts';

/**
 * The caller asked for something that cannot be: an unknown word, a value out of range. Exit code 2.
 *
 * @example
 * ```ts
 * import { startLab, UsageError } from 'flaglab';
 * await using lab = await startLab({ LOCAL: {} });
 * try {
 *   lab.url('DELAY');
 * } catch (error) {
 *   console.log(error instanceof UsageError && error.code); // LAB_USAGE
 *   console.log(error instanceof Error && error.message); // this lab has no server "DELAY": it has LOCAL
 * }
 * ```
 */
export class UsageError extends LabError {
  override readonly name: string = 'UsageError';
  override readonly code: LabError['code'] = 'LAB_USAGE';
}
