import { ProcessGroup } from '../../../bench/command/process-group.ts';
import { runState } from '../../../servers/control/schemas.ts';
import type { Verdict } from '../../../servers/records/verdict-schema.ts';
import { askControl, type ControlOptions } from '../../running-servers/control-client.ts';
import { type CommandContext, note, print } from '../../terminal/command-context.ts';
import { checkWritable, writeText } from '../../terminal/write-text.ts';
import { PassSignals } from './pass-signals.ts';
import { verdictLines } from './verdict-report.ts';

/** Where the JSON goes that is to be printed. */
const STDOUT = '-';

/** How many verdicts are printed at most. */
const MAX_PRINTED = 10;

/** The options of `flaglab watch`. */
export interface WatchOptions extends ControlOptions {
  /** A file, or `-` for stdout. */
  readonly json?: string;
  /** The name that the requests to be judged give their run; all are when absent. */
  readonly run?: string;
}

/** Starts a run, runs the command, stops the run and prints what the servers saw. Resolves to the command's exit code. */
export async function watch(
  command: readonly string[],
  options: WatchOptions,
  context: CommandContext,
): Promise<number> {
  const { json, run: name } = options;
  if (json !== undefined && json !== STDOUT) await checkWritable(json);
  using signals = new PassSignals(context);
  const ask = (path: string, body: object) => askControl(options, context, runState, 'POST', path, body);
  const { id } = await ask('/api/runs', { name });
  const stop = () => ask(`/api/runs/${id}/stop`, {});
  const group = await ProcessGroup.start(command, json === STDOUT ? 'stderr' : 'stdout').catch(async (error) => {
    await stop();
    throw error;
  });
  signals.to(group);
  const exitCode = await group.ended;
  if (signals.received) await group.end();
  const { verdicts, cuts } = await stop();
  for (const cut of cuts) note(context, `warning: ${cut}`);
  const seen = verdicts.filter(({ requests }) => requests > 0);
  if (json === STDOUT) print(context, JSON.stringify(seen));
  else for (const line of reportLines(seen, name, context)) print(context, line);
  if (json !== undefined && json !== STDOUT) await writeText(json, `${JSON.stringify(seen, undefined, 2)}\n`);
  return exitCode;
}

function reportLines(seen: readonly Verdict[], name: string | undefined, { stdout }: CommandContext): string[] {
  if (seen.length === 0) {
    return [`No server of the lab saw a request${name === undefined ? '' : ` of the run ${name}`}.`];
  }
  // A name that the client made up says nothing, unless there are several.
  const isNamed = ({ label }: Verdict) =>
    name !== undefined || seen.filter((other) => other.label === label).length > 1;
  const lines = seen.slice(0, MAX_PRINTED).flatMap((verdict) => verdictLines(verdict, isNamed(verdict), stdout));
  const more = seen.length - MAX_PRINTED;
  return more > 0 ? [`${more} verdicts more are in --json; the first ${MAX_PRINTED}:`, ...lines] : lines;
}
