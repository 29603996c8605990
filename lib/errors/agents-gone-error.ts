import { LabError } from './lab-error.ts';

/** There is nobody to spread load over any more: the agents are gone, or what leads to them. Nothing else can be measured. */
export class AgentsGoneError extends LabError {
  override readonly name = 'AgentsGoneError';
  override readonly code = 'LAB_AGENTS_GONE';
}
