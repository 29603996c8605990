import { LabError } from './lab-error.ts';

/** A client that is not the lab's own, a command or a module, could not be run, failed, or does not say what it did. */
export class ClientError extends LabError {
  override readonly name = 'ClientError';
  override readonly code = 'LAB_CLIENT';
}
