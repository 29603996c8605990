import { LabError } from './lab-error.ts';

/** A server that was running has closed or broken down, and cannot be asked any more. */
export class ServerGoneError extends LabError {
  override readonly name = 'ServerGoneError';
  override readonly code = 'LAB_SERVER_GONE';
}
