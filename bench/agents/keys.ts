/** What all keys of the lab in Redis begin with, those of the job queue too. */
export const PREFIX = 'flaglab';

/** Where an agent says that it is there. */
export function presenceKey(agent: string): string {
  return `${PREFIX}:agent:${agent}`;
}

/** The bench that an agent works for. */
export function leaseKey(agent: string): string {
  return `${PREFIX}:lease:${agent}`;
}

/** All that belongs to a bench, its queue too: a pattern. */
export function benchKeys(bench: string): string {
  return `${PREFIX}:${bench}:*`;
}

/** How far a cell is, as its bench says. */
export function stageKey(bench: string, run: string): string {
  return `${PREFIX}:${bench}:stage:${run}`;
}

/** How far the shares of a cell are, as their agents say: a hash, by the index of the share. */
export function progressKey(bench: string, run: string): string {
  return `${PREFIX}:${bench}:progress:${run}`;
}

/** The outcomes of a share: a stream. */
export function samplesKey(bench: string, run: string, index: number): string {
  return `${PREFIX}:${bench}:samples:${run}:${index}`;
}
