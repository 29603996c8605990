import { RESULTS_FOLDER } from '../../../../bench/result/settings/results-folder.ts';
import { STRATEGY_ROWS } from '../../../../clients/strategy-rows.ts';
import { DEFAULT_SEED } from '../../../../lib/chance/seed.ts';
import { nearestName } from '../../../../lib/errors/nearest-name.ts';
import { UsageError } from '../../../../lib/errors/usage-error.ts';
import type { ExperimentOrder } from '../../../../servers/control/experiments/experiment-schemas.ts';
import { formatFault, formatProfile, NO_FAULTS } from '../../../../servers/faults/format-profile.ts';
import { formatSchedule } from '../../../../servers/faults/schedule.ts';
import { presetProfile } from '../../../../servers/lab/preset-profile.ts';
import { PRESETS } from '../../../../servers/lab/presets.ts';
import type { RunningServer } from '../../../../servers/lab/running-server.ts';
import type { ClientFile } from '../../../options/client-file.ts';

/** What an order can name, and what holds where it says nothing. */
export interface Orderable {
  /** Those that have flags. */
  readonly servers: readonly RunningServer[];
  /** Clients that are none of the lab's, by the names that orders call them. */
  readonly clients: readonly ClientFile[];
  readonly seed: number;
  /** The folder of all runs. */
  readonly results: string;
}

/**
 * What would be typed for an order, after `npx flaglab`: so what it does is what the command line does, its defaults and its
 * refusals among it. All that it names is one of what there is; nothing in it can be taken for another option.
 *
 * @throws UsageError for a server or a client that there is not, with the name that is meant
 */
export async function orderArguments(order: ExperimentOrder, orderable: Orderable): Promise<string[]> {
  const { kind, limit, timeScale, seed = orderable.seed, clients = [] } = order;
  const server = named(order.server.toUpperCase(), 'a server', orderable.servers, ({ label }) => label);
  return [
    kind === 'tune' ? 'tune' : 'bench',
    '-s',
    server.label,
    ...clients.flatMap((name) => ['-c', clientNamed(name, kind === 'tune' ? [] : orderable.clients)]),
    ...argumentsOfKind(order),
    ...(limit === undefined ? [] : ['-l', String(limit)]),
    ...(await faultArguments(server)),
    ...(seed === DEFAULT_SEED ? [] : ['--seed', String(seed)]),
    ...(timeScale === undefined ? [] : ['--time-scale', String(timeScale)]),
    ...(orderable.results === RESULTS_FOLDER ? [] : ['--results', orderable.results]),
  ];
}

function argumentsOfKind(order: ExperimentOrder): string[] {
  if (order.kind === 'tune') return order.budget === undefined ? [] : ['--budget', String(order.budget)];
  const all = order.all === true ? ['-a'] : [];
  if (order.kind === 'race') return order.m === undefined ? all : ['-m', String(order.m), ...all];
  return ['--sweep', String(order.levels ?? 'auto'), ...all];
}

/** Whether its faults are those of its preset or were changed, it is started with those that it has now. */
async function faultArguments({ label, plan }: RunningServer): Promise<string[]> {
  const { profile, schedule } = await plan();
  const isPreset = PRESETS.some((preset) => preset.label === label);
  const isUnchanged = isPreset && formatProfile(profile) === formatProfile(presetProfile(label));
  const faults = profile.length === 0 ? [NO_FAULTS] : profile.map(formatFault);
  return [
    ...(isUnchanged ? [] : faults.flatMap((text) => ['--fault', `${label}:${text}`])),
    ...(schedule.length === 0 ? [] : ['--schedule', formatSchedule(label, schedule)]),
  ];
}

/** The word for a client on the command line: its name, or the path of its file. */
function clientNamed(name: string, files: readonly ClientFile[]): string {
  const strategies = STRATEGY_ROWS.map((row) => ({ called: row.name as string, word: row.name as string }));
  const own = files.map(({ file, client }) => ({ called: client.name, word: file }));
  return named(name, 'a client', [...strategies, ...own], ({ called }) => called).word;
}

/** @throws UsageError where none is called so, in any case */
function named<T>(name: string, what: string, all: readonly T[], nameOf: (one: T) => string): T {
  const found = all.find((one) => nameOf(one).toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  const names = all.map(nameOf);
  const nearest = nearestName(name, names);
  const hint = nearest === undefined ? `choose one of ${names.join(', ')}` : `did you mean "${nearest}"?`;
  throw new UsageError(`"${name}" is not ${what}: ${hint}`);
}
