import { type ServerState, serverState } from '../../../servers/control/schemas.ts';
import { parseProfile } from '../../../servers/faults/profile.ts';
import { askControl, type ControlOptions } from '../../running-servers/control-client.ts';
import { type CommandContext, print } from '../../terminal/command-context.ts';

/** Prints the faults of one server of a running lab, or of all. */
export async function showFaults(
  label: string | undefined,
  options: ControlOptions & { readonly json?: boolean },
  context: CommandContext,
): Promise<void> {
  const states =
    label === undefined
      ? await askControl(options, context, serverState.array(), 'GET', '/api/servers')
      : [await askControl(options, context, serverState, 'GET', faultsPath(label))];
  if (options.json === true) print(context, JSON.stringify(states));
  else for (const state of states) print(context, lineOf(state));
}

/** Replaces the faults of one server of a running lab. */
export async function setFaults(
  label: string,
  specs: readonly string[],
  options: ControlOptions,
  context: CommandContext,
): Promise<void> {
  // A mistake is told without asking the lab.
  const faults = parseProfile(specs);
  print(context, lineOf(await askControl(options, context, serverState, 'PUT', faultsPath(label), { faults })));
}

/** Gives one server of a running lab the faults that it started with. */
export async function resetFaults(label: string, options: ControlOptions, context: CommandContext): Promise<void> {
  const path = `/api/servers/${encodeURIComponent(label)}/reset`;
  print(context, lineOf(await askControl(options, context, serverState, 'POST', path, {})));
}

function faultsPath(label: string): string {
  return `/api/servers/${encodeURIComponent(label)}/faults`;
}

function lineOf({ label, url, faults }: ServerState): string {
  return `${label.padEnd(8)} ${url}   faults: ${faults.join(' + ') || 'none'}`;
}
