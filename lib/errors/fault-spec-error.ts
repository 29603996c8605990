import { UsageError } from './usage-error.ts';

/** A fault's text or JSON form does not say a fault: unknown name, malformed value, over a cap. Exit code 2. */
export class FaultSpecError extends UsageError {
  override readonly name = 'FaultSpecError';
  override readonly code = 'LAB_FAULT_SPEC';
}
