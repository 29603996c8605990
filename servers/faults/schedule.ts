import { z } from 'zod';
import { UsageError } from '../../lib/errors/usage-error.ts';
import { issueText } from '../../lib/schema/issue-text.ts';
import { formatDuration, parseDuration } from '../../lib/units/duration.ts';
import { shortened } from '../../lib/units/shortened.ts';
import type { Profile } from './contract/fault-spec.ts';
import { splitUnquoted } from './contract/quoted-text.ts';
import { formatProfile } from './format-profile.ts';
import { parseProfile, parseProfileText } from './profile.ts';

/**
 * A change of a server's faults at a time after the run began.
 *
 * @example
 * ```ts
 * import { parseProfile, type ScheduleStep, startLab } from 'flaglab';
 * const atOnce: ScheduleStep = { atMs: 0, profile: parseProfile(['status=503']) };
 * const anHourLater: ScheduleStep = { atMs: 3_600_000, profile: [] };
 * await using lab = await startLab({ LOCAL: { schedule: [atOnce, anHourLater] } });
 * console.log((await fetch(`${lab.url('LOCAL')}/flags/br/br.gif`)).status); // 503
 * ```
 */
export interface ScheduleStep {
  /** Milliseconds after the run began, before the time scale. */
  readonly atMs: number;
  readonly profile: Profile;
}

/**
 * Changes of faults by server label, each list in order of time.
 *
 * @example
 * ```ts
 * import { parseSchedule, type Schedule, startLab } from 'flaglab';
 * const schedule: Schedule = parseSchedule('LOCAL@0s: status=503; LOCAL@1h: none; ERROR@10s: none');
 * console.log(Object.keys(schedule)); // [ 'LOCAL', 'ERROR' ]
 * await using lab = await startLab({ LOCAL: { schedule: schedule.LOCAL ?? [] } });
 * console.log((await fetch(`${lab.url('LOCAL')}/flags/br/br.gif`)).status); // 503
 * ```
 */
export type Schedule = Readonly<Record<string, readonly ScheduleStep[]>>;

const fileSchema = z.array(
  z.strictObject({
    server: z.string(),
    at: z.string(),
    faults: z.array(z.union([z.string(), z.looseObject({ fault: z.string() })])),
  }),
);

/** What is no step is shown up to this length. */
const SHOWN_LENGTH = 60;

const STEP = /^([A-Za-z][\w-]*)@([^:]+):(.*)$/s;

/** What stands between two steps: in a file each may have a line of its own. */
const BETWEEN_STEPS = /;|\r?\n|\r/;

/**
 * Reads a schedule: `ERROR@10s: status=503@50%; ERROR@15s: none`, or a step on each line, several faults joined by
 * ` + `; or the JSON form `[{"server": "ERROR", "at": "10s", "faults": ["status=503@50%"]}]`.
 *
 * @throws UsageError when there is no step or one has another shape, FaultSpecError when its fault is none.
 *
 * @example
 * ```ts
 * import { formatProfile, parseSchedule } from 'flaglab';
 * const { ERROR: steps = [] } = parseSchedule('error@15s: none; error@10s: status=503@50% + delay=1s');
 * console.log(steps.map(({ atMs }) => atMs)); // [ 10000, 15000 ]
 * console.log(steps.map(({ profile }) => formatProfile(profile))); // [ 'delay=fixed:1s + status=503@50%', 'none' ]
 * ```
 */
export function parseSchedule(text: string): Schedule {
  const steps = text.trimStart().startsWith('[')
    ? parseJson(text)
    : splitUnquoted(text, BETWEEN_STEPS).filter(hasText).map(parseStep);
  if (steps.length === 0) throw new UsageError('the schedule is empty: write a step such as ERROR@10s: status=503@50%');
  const byLabel = Object.groupBy(steps, ({ label }) => label);
  return Object.fromEntries(
    Object.entries(byLabel).map(([label, ofLabel = []]) => [label, ofLabel.sort((a, b) => a.atMs - b.atMs)]),
  );
}

/** Writes the steps of one server as text that {@link parseSchedule} reads. */
export function formatSchedule(label: string, steps: readonly ScheduleStep[]): string {
  return steps.map(({ atMs, profile }) => `${label}@${formatDuration(atMs)}: ${formatProfile(profile)}`).join('; ');
}

function hasText(step: string): boolean {
  return step.trim() !== '';
}

function parseStep(text: string): ScheduleStep & { label: string } {
  const match = STEP.exec(text.trim());
  if (match === null)
    throw new UsageError(`"${shownStep(text)}" is not a step of a schedule: write ERROR@10s: status=503@50%`);
  return { label: match[1]!.toUpperCase(), atMs: parseDuration(match[2]!), profile: parseProfileText(match[3]!) };
}

function parseJson(text: string): (ScheduleStep & { label: string })[] {
  const result = fileSchema.safeParse(jsonOf(text));
  if (!result.success) throw new UsageError(`the schedule's ${issueText(result.error, 'JSON')}`);
  return result.data.map(({ server, at, faults }) => ({
    label: server.toUpperCase(),
    atMs: parseDuration(at),
    profile: parseProfile(faults),
  }));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError('the schedule is not well-formed JSON', { cause });
  }
}

/** Of what is no step, so much as tells which it is. */
function shownStep(text: string): string {
  return shortened(text.trim(), SHOWN_LENGTH);
}
