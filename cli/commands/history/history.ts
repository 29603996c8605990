import { noRunsIn } from '../../../bench/result/settings/results-folder.ts';
import { listRuns } from '../../../bench/store/list-runs.ts';
import { unlistedRuns } from '../../../bench/store/unlisted-runs.ts';
import { lessonText } from '../../result-text/foretold-text.ts';
import { type CommandContext, note, print, printJson } from '../../terminal/command-context.ts';
import { lineWidth } from '../../terminal/output.ts';
import { type Column, tableLines } from '../../terminal/table.ts';
import { cut } from '../../terminal/text-width.ts';
import { type ListedRun, listedRun } from './listed-run.ts';

const SETTINGS: readonly Column<ListedRun>[] = [
  { head: 'run', cell: ({ id }) => id },
  { head: 'cells', align: 'right', cell: ({ cellsDone, cellsPlanned }) => `${cellsDone}/${cellsPlanned}` },
  { head: 'seed', align: 'right', rank: 2, cell: ({ seed }) => String(seed) },
  { head: 'scale', align: 'right', rank: 1, cell: ({ timeScale }) => String(timeScale) },
];

/** On a terminal the answer stands below the command, for both are long. */
const ON_A_TERMINAL: readonly Column<ListedRun>[] = [
  ...SETTINGS,
  {
    head: 'command and answer',
    long: 'wrap',
    least: 50,
    cell: (run) =>
      [commandText(run), run.headline, run.lesson && lessonText(run.lesson)].flatMap((text) =>
        text === undefined ? [] : [{ text }],
      ),
  },
];

/** How much of a command stands before its answer where each run has one line, in characters. All of it is in --json. */
const MOST_OF_A_COMMAND = 100;

/** Elsewhere each run has one line, for scripts. */
const IN_A_PIPE: readonly Column<ListedRun>[] = [
  ...SETTINGS,
  { head: 'command', cell: (run) => cut(commandText(run), MOST_OF_A_COMMAND) },
  {
    head: 'answer',
    cell: (run) => [run.headline, run.lesson && lessonText(run.lesson)].filter((text) => text !== undefined).join(' '),
  },
];

/** Prints the runs of a results folder. */
export function history(
  { results, json = false }: { readonly results: string; readonly json?: boolean },
  context: CommandContext,
): void {
  const runs = listRuns(results).map((run) => listedRun(run, results));
  const unlisted = unlistedRuns(results, runs);
  if (unlisted.length > 0) {
    note(
      context,
      `warning: ${results} has folders that are not listed, because they are copies or damaged: ${unlisted.join(', ')}`,
    );
  }
  if (json) {
    printJson(context, runs);
    return;
  }
  if (runs.length === 0) {
    if (unlisted.length > 0) return;
    print(context, `There are ${noRunsIn(results)}.`);
    return;
  }
  const columns = context.stdout.isTTY ? ON_A_TERMINAL : IN_A_PIPE;
  for (const line of tableLines(columns, runs, lineWidth(context.stdout))) print(context, line);
}

function commandText({ damage, commandLine }: ListedRun): string {
  return damage === undefined ? commandLine : `${damage}; ${commandLine}`;
}
