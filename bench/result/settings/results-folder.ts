import { shellQuoted } from '../../../lib/shell-quoted.ts';

/** The folder where runs are kept. */
export const RESULTS_FOLDER = 'results';

/** What a command line takes to use the same folder, after a blank; nothing for the usual one. */
export function resultsArgument(results: string): string {
  return results === RESULTS_FOLDER ? '' : ` --results ${shellQuoted(results)}`;
}

/** Says, after `there are`, that a folder has no runs, and how one is made. */
export function noRunsIn(results: string): string {
  return `no runs in ${results} yet: npx flaglab bench${resultsArgument(results)} makes one`;
}
