import { UsageError } from './usage-error.ts';

/**
 * A fault's text or JSON form does not say a fault: unknown name, malformed value, over a cap. Exit code 2.
 *
 * @example
 * ```ts
 * import { FaultSpecError, parseProfile } from 'flaglab';
 * try {
 *   parseProfile(['status=418', 'delay=soon']);
 * } catch (error) {
 *   if (!(error instanceof FaultSpecError)) throw error;
 *   console.log(error.code, error.message.includes('"soon" is not a duration')); // LAB_FAULT_SPEC true
 * }
 * ```
 */
export class FaultSpecError extends UsageError {
  override readonly name = 'FaultSpecError';
  override readonly code = 'LAB_FAULT_SPEC';
}
