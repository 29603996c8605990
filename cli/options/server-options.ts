import type { Command } from 'commander';
import { UsageError } from '../../lib/errors/usage-error.ts';
import type { Profile } from '../../servers/faults/contract/fault-spec.ts';
import type { GivenFaults } from '../../servers/faults/profile.ts';
import { parseLabel } from '../../servers/lab/label.ts';
import { presetProfile } from '../../servers/lab/preset-profile.ts';
import { PRESETS } from '../../servers/lab/presets.ts';
import { profileFor } from '../../servers/lab/profile-for.ts';
import type { ServerSpec } from '../../servers/lab/server-spec.ts';
import { labelsOf, servesFlags } from '../../servers/lab/systems.ts';
import { inlineFiles } from './inline-files.ts';
import { collect } from './options.ts';
import { readProfiles } from './read-profiles.ts';
import { readSchedule } from './read-schedule.ts';

/** The options that say what servers do, as commander gives them. */
export interface ServerOptions {
  /** `LABEL:spec`, or `spec` where one server is named. */
  readonly fault?: readonly string[];
  /** A file. */
  readonly profile?: string;
  /** A text or a file. */
  readonly schedule?: string;
}

/** A label and what is meant for it; what has no label begins like a fault, whose name is followed by `=` or nothing. */
const LABELLED = /^\s*([A-Za-z][\w-]*)\s*:(.*)$/s;

/** Adds `--fault`, `--profile` and `--schedule`. */
export function addServerOptions(command: Command): Command {
  return command
    .option(
      '--fault <LABEL:spec>',
      "faults instead of a server's own, or for a label of your own (repeatable); LABEL:none for none; LABEL: may be left out where only one server is named",
      collect(String),
    )
    .option('--profile <file>', 'the same from a JSON file, which may hold several servers')
    .option(
      '--schedule <text|file>',
      'change faults by the time since the run began: "ERROR@10s: status=503@50%; ERROR@15s: none"',
    );
}

/**
 * The flag servers that are named, with what they do, as {@link serverSpecs} has them.
 *
 * @throws UsageError as that does, and for a server of something else
 */
export function flagServerSpecs(...given: Parameters<typeof serverSpecs>): ServerSpec[] {
  const specs = serverSpecs(...given);
  for (const { label } of specs) requireFlags(label);
  return specs;
}

/** @throws UsageError for the label of a server that has no flags */
export function requireFlags(label: string): void {
  if (!servesFlags(label)) throw new UsageError(`${label} has no flags to download: it can be started by serve alone`);
}

/**
 * The servers that are named, with what they do: what the options give, else what the preset of that label has.
 *
 * @param names in any case; when there are none, the servers of the profile file, else `defaults`
 * @throws UsageError for a label without faults, or faults for a server that is not named; FaultSpecError
 */
export function serverSpecs(
  names: readonly string[],
  { fault = [], profile, schedule: scheduleText }: ServerOptions,
  defaults: readonly string[] = [],
): ServerSpec[] {
  const kept = profile === undefined ? [] : readProfiles(profile);
  const given = names.length > 0 ? names : kept.flatMap(({ label = [] }) => label);
  const named = [...new Set(given.flatMap((name) => labelsOf(parseLabel(name))))];
  const labels = named.length > 0 ? named : defaults;
  const labelFor = (label: string | undefined, what: string) =>
    label === undefined ? theOnly(labels, what) : parseLabel(label);
  const ofOptions = Map.groupBy(fault.map(labelled), ({ label }) => labelFor(label, '--fault'));
  const faultsOf = new Map<string, GivenFaults>([
    ...kept.map(({ label, faults }) => [labelFor(label, profile!), faults] as const),
    ...[...ofOptions].map(([label, faults]) => [label, faults.map(({ spec }) => spec)] as const),
  ]);
  const schedule = scheduleText === undefined ? {} : readSchedule(scheduleText);
  for (const label of [...ofOptions.keys(), ...Object.keys(schedule)]) requireNamed(label, labels);
  return labels.map((label) => {
    const steps = schedule[label] ?? [];
    return { label, profile: profileFor(label, faultsOf.get(label) ?? ownProfile(label), steps), schedule: steps };
  });
}

/**
 * Makes sure that an option means a server that is started.
 *
 * @throws UsageError for another, and for a name that several servers have together
 */
export function requireNamed(label: string, labels: readonly string[]): void {
  if (labels.includes(label)) return;
  const together = labelsOf(label);
  throw new UsageError(
    together.length > 1
      ? `${label} is several servers: say ${together.join(' or ')}`
      : `${label} is not one of the servers: ${labels.join(', ')}`,
  );
}

function labelled(text: string): { readonly label: string | undefined; readonly spec: string } {
  const [, label, spec] = LABELLED.exec(text) ?? [];
  return { label, spec: inlineFiles((spec ?? text).trim()) };
}

function theOnly(labels: readonly string[], what: string): string {
  if (labels.length === 1) return labels[0]!;
  throw new UsageError(`${what} does not say for which server: write LABEL:spec, such as API:delay=200ms`);
}

function ownProfile(label: string): Profile {
  if (PRESETS.some((preset) => preset.label === label) || !servesFlags(label)) return presetProfile(label);
  const presets = PRESETS.map((preset) => preset.label).join(', ');
  throw new UsageError(
    `"${label}" is not a server: choose one of ${presets}, or say what it does, such as --fault "${label}:delay=200ms"`,
  );
}
