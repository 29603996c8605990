import { listRuns } from '../../../bench/result/store.ts';
import { plainTable } from '../../terminal/table.ts';
import { print, type Terminal } from '../../terminal/terminal.ts';

/** Prints the runs of a results folder. */
export function history(
  { results, json = false }: { readonly results: string; readonly json?: boolean },
  terminal: Terminal,
): void {
  const runs = listRuns(results);
  if (json) {
    print(terminal, JSON.stringify(runs));
    return;
  }
  if (runs.length === 0) {
    print(terminal, `There are no runs in ${results} yet: npx flaglab bench makes one.`);
    return;
  }
  const table = plainTable(['run', 'cells', 'seed', 'scale', 'command'], ['left', 'right', 'right', 'right', 'left']);
  table.push(
    ...runs.map(({ id, cellsDone, cellsPlanned, seed, timeScale, commandLine }) => [
      id,
      `${cellsDone}/${cellsPlanned}`,
      seed,
      timeScale,
      commandLine,
    ]),
  );
  print(terminal, table.toString());
}
