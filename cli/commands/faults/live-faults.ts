import { type ServerState, serverState } from '../../../servers/control/schemas.ts';
import { formatProfile } from '../../../servers/faults/format-profile.ts';
import { parseProfile } from '../../../servers/faults/profile.ts';
import { inlineFiles } from '../../options/inline-files.ts';
import { askControl, type ControlOptions } from '../../running-servers/control-client.ts';
import { type CommandContext, print, printJson } from '../../terminal/command-context.ts';

/** Faults in text form for one server, and where its lab is. */
type Change = [label: string, specs: readonly string[], options: ControlOptions, context: CommandContext];

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
  if (options.json === true) printJson(context, states);
  else for (const state of states) printState(state, context);
}

/** Replaces the faults of one server of a running lab. */
export function setFaults(...change: Change): Promise<void> {
  return send('PUT', ...change);
}

/** Adds faults to those that one server of a running lab has. */
export function addFaults(...change: Change): Promise<void> {
  return send('POST', ...change);
}

/** Takes faults from one server of a running lab, by their names. */
export async function removeFaults(
  label: string,
  names: readonly string[],
  options: ControlOptions,
  context: CommandContext,
): Promise<void> {
  const remove = (name: string) =>
    askControl(options, context, serverState, 'DELETE', `${faultsPath(label)}/${encodeURIComponent(name)}`);
  // The last of a kind first: the numbers of those before it stay what they are.
  const inTurn = [...names].sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  let state: ServerState | undefined;
  for (const name of inTurn) state = await remove(name);
  printState(state!, context);
}

/** Switches one server of a running lab off, so that connections are refused, or on again. */
export async function setEnabled(
  label: string,
  enabled: boolean,
  options: ControlOptions,
  context: CommandContext,
): Promise<void> {
  printState(await askControl(options, context, serverState, 'PATCH', serverPath(label), { enabled }), context);
}

/** Gives one server of a running lab the faults that it started with. */
export async function resetFaults(label: string, options: ControlOptions, context: CommandContext): Promise<void> {
  printState(await askControl(options, context, serverState, 'POST', `${serverPath(label)}/reset`, {}), context);
}

async function send(method: 'PUT' | 'POST', ...[label, specs, options, context]: Change): Promise<void> {
  // A mistake is told without asking the lab.
  const faults = parseProfile(specs.map(inlineFiles));
  printState(await askControl(options, context, serverState, method, faultsPath(label), { faults }), context);
}

function serverPath(label: string): string {
  return `/api/servers/${encodeURIComponent(label)}`;
}

function faultsPath(label: string): string {
  return `${serverPath(label)}/faults`;
}

function printState({ label, url, enabled, profile, hidden }: ServerState, context: CommandContext): void {
  const name = `${label.padEnd(8)} `;
  const isUntold = hidden && profile.length === 0;
  const faults = isUntold ? 'hidden' : `${formatProfile(profile)}${hidden ? '   hidden from others' : ''}`;
  print(context, `${name}${url}${enabled ? '' : '   disabled'}   faults: ${faults}`, ' '.repeat(name.length));
}
