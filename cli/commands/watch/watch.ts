import { ProcessGroup } from '../../../bench/command/process-group.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { counted } from '../../../lib/units/counted.ts';
import type { Run } from '../../../servers/control/runs/run-schemas.ts';
import type { Verdict } from '../../../servers/records/verdict-schema.ts';
import type { ControlOptions } from '../../running-servers/control-client.ts';
import { HeldRun } from '../../running-servers/held-run.ts';
import { type CommandContext, note, print, printJson } from '../../terminal/command-context.ts';
import type { Line } from '../../terminal/line.ts';
import { wrapped } from '../../terminal/wrapped.ts';
import { checkWritable, writeText } from '../../terminal/write-text.ts';
import { PassSignals } from './pass-signals.ts';
import { printable, verdictLines } from './verdict-report.ts';

/** Where the JSON goes that is to be printed. */
const STDOUT = '-';

/** How many verdicts are printed at most. */
const MAX_PRINTED = 10;

/** How many other runs are named at most. */
const MAX_NAMED = 5;

/** The options of `flaglab watch`. */
export interface WatchOptions extends ControlOptions {
  /** A file, or `-` for stdout. */
  readonly json?: string;
  /**
   * The name that the requests to be judged give their run. Absent: those without a name, and of each name that first came
   * up during the watch, which may be the command's own. Names that had requests before, or that somebody else watches, are
   * only counted.
   */
  readonly run?: string;
}

/** Starts a run, runs the command, stops the run and prints what the servers saw of it. Resolves to the command's exit code. */
export async function watch(
  command: readonly string[],
  options: WatchOptions,
  context: CommandContext,
): Promise<number> {
  const { json, run: name } = options;
  if (command[0]?.trim() === '')
    throw new UsageError('give the client that is to be watched, such as: watch -- python3 client.py');
  if (json !== undefined && json !== STDOUT) await checkWritable(json);
  using signals = new PassSignals(context);
  using run = await HeldRun.start({ name }, options, context);
  const shared = { output: json === STDOUT ? 'stderr' : 'stdout', env: context.env } as const;
  using group = await ProcessGroup.start(command, shared).catch(async (error) => {
    await run.stop();
    throw error;
  });
  signals.to(group);
  const exitCode = await group.ended;
  if (signals.received) await group.end();
  const { verdicts, cuts, others } = await run.stop();
  for (const cut of cuts) note(context, `warning: ${cut}`);
  const tell = json === STDOUT ? note : print;
  for (const line of othersLines(others, context)) tell(context, line);
  const seen = verdicts.filter(({ requests, run = '' }) => requests > 0 && !others.includes(run));
  if (json === STDOUT) printJson(context, seen);
  else for (const line of reportLines(seen, { name, others }, context)) print(context, line);
  if (json !== undefined && json !== STDOUT) await writeText(json, `${JSON.stringify(seen, undefined, 2)}\n`);
  return exitCode;
}

function othersLines(others: readonly string[], { stdout }: CommandContext): string[] {
  if (others.length === 0) return [];
  const names = others.slice(0, MAX_NAMED).map(printable).join(', ');
  const more = others.length > MAX_NAMED ? ' and others' : '';
  const line = `${counted(others.length, 'other run')} took place meanwhile: ${names}${more}; --run NAME judges one.`;
  return wrapped(line, stdout);
}

function reportLines(
  seen: readonly Verdict[],
  { name, others }: Pick<Run, 'name' | 'others'>,
  { stdout }: CommandContext,
): Line[] {
  if (seen.length === 0) {
    const request = others.length > 0 ? 'another request' : 'a request';
    return [`No server of the lab saw ${request}${name === undefined ? '' : ` of the run ${name}`}.`];
  }
  // A name that the client made up says nothing, unless there are several.
  const isNamed = ({ label }: Verdict) =>
    name !== undefined || seen.filter((other) => other.label === label).length > 1;
  const lines = seen.slice(0, MAX_PRINTED).flatMap((verdict) => verdictLines(verdict, isNamed(verdict), stdout));
  const more = seen.length - MAX_PRINTED;
  return more > 0 ? [`${more} more verdicts are in --json; these are the first ${MAX_PRINTED}:`, ...lines] : lines;
}
