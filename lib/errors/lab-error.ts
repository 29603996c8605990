/**
 * The base of every failure that Flag Lab foresees. The message says what failed, with which request or option,
 * and what to do; `code` is stable for scripts; `cause` keeps the original error.
 *
 * @example
 * ```ts
 * import { LabError, startLab } from 'flaglab';
 * const codeOf = (error: unknown) => (error instanceof LabError ? error.code : 'not foreseen');
 * console.log(await startLab({ NOWHERE: {} }).catch(codeOf)); // LAB_USAGE
 * console.log(await startLab({ LOCAL: { faults: ['delay=soon'] } }).catch(codeOf)); // LAB_FAULT_SPEC
 * console.log(codeOf(new TypeError('a mistake'))); // not foreseen
 * ```
 */
export class LabError extends Error {
  override readonly name: string = 'LabError';
  readonly code: `LAB_${string}` = 'LAB_ERROR';
}
