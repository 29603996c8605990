import { LabError } from './lab-error.ts';

/** A server could not listen where it was told to: the port is taken or the address is not this machine's. */
export class ListenError extends LabError {
  override readonly name = 'ListenError';
  override readonly code = 'LAB_LISTEN';
}
