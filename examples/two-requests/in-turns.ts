import type { OwnOutcome } from 'flaglab';
import type { Task } from './item.ts';

/** Downloads m items at a time, in callbacks: as soon as one has its outcome, the next begins. */
export function inTurns(
  codes: readonly string[],
  task: Task,
  downloadOne: (code: string, task: Task, done: (outcome: OwnOutcome) => void) => void,
  done: (outcomes: OwnOutcome[]) => void,
): void {
  const outcomes: OwnOutcome[] = [];
  const waiting = [...codes];
  const next = () => {
    const code = waiting.shift();
    if (code === undefined) return;
    downloadOne(code, task, (outcome) => {
      outcomes.push(outcome);
      if (outcomes.length === codes.length) done(outcomes);
      else next();
    });
  };
  if (codes.length === 0) done(outcomes);
  for (let i = 0; i < task.m; i++) next();
}
