import { LabError } from './lab-error.ts';

/** An agent did not do its share of a cell, so that the cell was not measured: it may be tried again. */
export class AgentError extends LabError {
  override readonly name: string = 'AgentError';
  override readonly code: `LAB_${string}` = 'LAB_AGENT';
}
