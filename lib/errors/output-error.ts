import { LabError } from './lab-error.ts';

/**
 * A folder or file that the lab must write is not writable.
 *
 * @example
 * ```ts
 * import { OutputError, strategy } from 'flaglab';
 * const options = { baseUrl: 'http://localhost:8000/flags', outDir: '/dev/null/flags' };
 * const outcomes = Array.fromAsync(strategy('async').download(['BR'], options));
 * const error = await outcomes.catch((reason: unknown) => reason);
 * console.log(error instanceof OutputError && error.code); // LAB_OUTPUT
 * ```
 */
export class OutputError extends LabError {
  override readonly name = 'OutputError';
  override readonly code = 'LAB_OUTPUT';
}
