import type { CommandContext } from '../../terminal/command-context.ts';

/** Such as `20261121-094500-3f9c`: sorts by time, and two runs of one second still differ. */
export function runId(startedAt: string, context: CommandContext): string {
  const [date, time] = startedAt.replaceAll(/[-:]/g, '').split(/[T.]/);
  return `${date}-${time}-${context.newId().slice(0, 4)}`;
}
