import { LabError } from './lab-error.ts';

/**
 * A server that was running has closed or broken down, and cannot be asked any more.
 *
 * @example
 * ```ts
 * import { ServerGoneError, startLab } from 'flaglab';
 * const lab = await startLab({ LOCAL: {} }, { threads: true });
 * await lab.close();
 * const error = await lab.records('LOCAL').catch((reason: unknown) => reason);
 * console.log(error instanceof ServerGoneError && error.code); // LAB_SERVER_GONE
 * console.log(error instanceof Error && error.message); // the server LOCAL is closed
 * ```
 */
export class ServerGoneError extends LabError {
  override readonly name = 'ServerGoneError';
  override readonly code = 'LAB_SERVER_GONE';
}
