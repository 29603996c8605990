import type { BenchSettings } from '../../../bench/result/result.ts';
import type { CommandContext } from '../../terminal/command-context.ts';
import { commandLine } from './command-line.ts';
import { machine, versions } from './describe-machine.ts';

/** What tells a run that is to be kept from any other: when, by which words, and on what it ran. */
export type RunIdentity = Pick<BenchSettings, 'id' | 'startedAt' | 'commandLine' | 'machine' | 'versions'>;

/** The identity of a run that starts now. */
export async function runIdentity(context: CommandContext): Promise<RunIdentity> {
  const startedAt = context.clock.date().toISOString();
  return {
    id: runId(startedAt, context),
    startedAt,
    commandLine: commandLine(context.args),
    machine: await machine(),
    versions: versions(context),
  };
}

/** Such as `20261121-094500-3f9c`: sorts by time, and two runs of one second still differ. */
function runId(startedAt: string, context: CommandContext): string {
  const [date, time] = startedAt.replaceAll(/[-:]/g, '').split(/[T.]/);
  return `${date}-${time}-${context.newId().slice(0, 4)}`;
}
