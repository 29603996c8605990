import { AgentError } from './agent-error.ts';

/** A share of a cell did not begin with the others: nothing was measured, and there is nobody to blame but the haste. */
export class MissedStartError extends AgentError {
  override readonly name = 'MissedStartError';
  override readonly code = 'LAB_MISSED_START';
}
