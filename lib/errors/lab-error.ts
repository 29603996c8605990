/**
 * The base of every failure that Flag Lab foresees. The message says what failed, with which request or option,
 * and what to do; `code` is stable for scripts; `cause` keeps the original error.
 */
export class LabError extends Error {
  override readonly name: string = 'LabError';
  readonly code: `LAB_${string}` = 'LAB_ERROR';
}
