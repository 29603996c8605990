import { LabError } from './lab-error.ts';

/**
 * A file of the lab's own, such as the flags, is missing or damaged.
 *
 * @example
 * ```ts
 * import { DataError, type LabError } from 'flaglab';
 * const advice = (error: LabError) => (error instanceof DataError ? 'install flaglab again' : error.message);
 * const error = new DataError('flags-data/country_codes.txt cannot be read');
 * console.log(error.code, advice(error)); // LAB_DATA install flaglab again
 * ```
 */
export class DataError extends LabError {
  override readonly name = 'DataError';
  override readonly code = 'LAB_DATA';
}
