import { join } from 'node:path';
import { listRuns } from '../../../bench/store/list-runs.ts';
import { damageOf } from '../../../bench/store/read-summary.ts';
import { unlistedRuns } from '../../../bench/store/unlisted-runs.ts';
import { shellQuoted } from '../../../lib/shell-quoted.ts';
import { RESULTS_FOLDER } from '../../options/defaults.ts';
import { type CommandContext, note, print } from '../../terminal/command-context.ts';
import { plainTable } from '../../terminal/table.ts';

/** Prints the runs of a results folder. */
export function history(
  { results, json = false }: { readonly results: string; readonly json?: boolean },
  context: CommandContext,
): void {
  const runs = listRuns(results).map((run) => {
    const damage = damageOf(join(results, run.id));
    return damage === undefined ? run : { ...run, damage };
  });
  const unlisted = unlistedRuns(results, runs);
  if (unlisted.length > 0) {
    note(
      context,
      `warning: ${results} has folders that count as no run, for they are copies or damaged: ${unlisted.join(', ')}`,
    );
  }
  if (json) {
    print(context, JSON.stringify(runs));
    return;
  }
  if (runs.length === 0) {
    if (unlisted.length > 0) return;
    print(context, `There are no runs in ${results} yet: npx flaglab bench${inFolder(results)} makes one.`);
    return;
  }
  const table = plainTable(['run', 'cells', 'seed', 'scale', 'command'], ['left', 'right', 'right', 'right', 'left']);
  table.push(
    ...runs.map((run) => [
      run.id,
      `${run.cellsDone}/${run.cellsPlanned}`,
      run.seed,
      run.timeScale,
      'damage' in run ? `${run.damage}; ${run.commandLine}` : run.commandLine,
    ]),
  );
  // The table fills the last column up with spaces, which a narrow terminal shows as empty lines.
  print(context, table.toString().replaceAll(/ +$/gm, ''));
}

/** What a command line takes to use the same folder. */
function inFolder(results: string): string {
  return results === RESULTS_FOLDER ? '' : ` --results ${shellQuoted(results)}`;
}
