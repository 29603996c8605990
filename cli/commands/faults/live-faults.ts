import { type ServerState, serverState } from '../../../servers/control/schemas.ts';
import { parseProfile } from '../../../servers/faults/profile.ts';
import { askControl, type ControlOptions } from '../../running-servers/control-client.ts';
import { print, type Terminal } from '../../terminal/terminal.ts';

/** Prints the faults of one server of a running lab, or of all. */
export async function showFaults(
  label: string | undefined,
  options: ControlOptions & { readonly json?: boolean },
  terminal: Terminal,
): Promise<void> {
  const states =
    label === undefined
      ? await askControl(options, terminal, serverState.array(), 'GET', '/api/servers')
      : [await askControl(options, terminal, serverState, 'GET', faultsPath(label))];
  if (options.json === true) print(terminal, JSON.stringify(states));
  else for (const state of states) print(terminal, lineOf(state));
}

/** Replaces the faults of one server of a running lab. */
export async function setFaults(
  label: string,
  specs: readonly string[],
  options: ControlOptions,
  terminal: Terminal,
): Promise<void> {
  // A mistake is told without asking the lab.
  const faults = parseProfile(specs);
  print(terminal, lineOf(await askControl(options, terminal, serverState, 'PUT', faultsPath(label), { faults })));
}

/** Gives one server of a running lab the faults that it started with. */
export async function resetFaults(label: string, options: ControlOptions, terminal: Terminal): Promise<void> {
  const path = `/api/servers/${encodeURIComponent(label)}/reset`;
  print(terminal, lineOf(await askControl(options, terminal, serverState, 'POST', path, {})));
}

function faultsPath(label: string): string {
  return `/api/servers/${encodeURIComponent(label)}/faults`;
}

function lineOf({ label, url, faults }: ServerState): string {
  return `${label.padEnd(8)} ${url}   faults: ${faults.join(' + ') || 'none'}`;
}
