import { UsageError } from '../../../lib/errors/usage-error.ts';
import type { WorkOptions } from '../../options/work-options.ts';
import type { BenchRows } from './bench-clients.ts';

/** What `--url` says, among the options. */
interface WorkChoice extends WorkOptions {
  readonly url?: unknown;
}

/**
 * Makes sure that those who are measured do the work that is asked for.
 *
 * @throws UsageError which says who does not
 */
export function checkWorkRows({ cpu, saveBytes, saveWith, url }: WorkChoice, { clients }: BenchRows): void {
  const [own] = clients;
  const command = clients.find(({ kind }) => kind === 'command');
  if (cpu !== undefined && own !== undefined) {
    throw new UsageError(`--cpu is computed by the lab's strategies, and not by ${own.name}: leave one of them out`);
  }
  if (saveBytes === undefined && saveWith === undefined) return;
  const option = saveBytes === undefined ? '--save-with' : '--save-bytes';
  if (command !== undefined) {
    throw new UsageError(
      `${option} is told to strategies and modules, and not to ${command.name}: leave one of them out`,
    );
  }
  if (url !== undefined) throw new UsageError(`${option} is for flags: what a service answers is not saved`);
}
