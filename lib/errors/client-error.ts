import { LabError } from './lab-error.ts';

/**
 * A client that is not the lab's own, a command or a module, could not be run, failed, or does not say what it did.
 *
 * @example
 * ```ts
 * import { ClientError, type LabError, UsageError } from 'flaglab';
 * const error: LabError = new ClientError('the command exited with code 3: cannot find the flags');
 * console.log(error.code, error instanceof UsageError); // LAB_CLIENT false
 * ```
 */
export class ClientError extends LabError {
  override readonly name: string = 'ClientError';
  override readonly code: LabError['code'] = 'LAB_CLIENT';
}
