import { basename, dirname, resolve } from 'node:path';
import type { BenchResult } from '../../bench/result/result.ts';
import { resultsArgument } from '../../bench/result/settings/results-folder.ts';
import { shellQuoted } from '../../lib/shell-quoted.ts';
import { pathFromHere } from '../terminal/path-from-here.ts';

/** What stands before the command. */
const GO_ON = 'go on with ';

/** The command at the end of a hint to go on with a run; undefined where it is another hint. */
export function resumeCommandIn(hint: string): string | undefined {
  return hint.startsWith(GO_ON) ? hint.slice(GO_ON.length) : undefined;
}

/**
 * A result whose hint to go on with it can be pasted where it is read: it names the run, and the folder that
 * the run lies in unless that is the usual one.
 *
 * @param folder that of the run
 */
export function withResumeHint(result: BenchResult, folder: string): BenchResult {
  const [results, name] = [pathFromHere(dirname(resolve(folder))), basename(resolve(folder))];
  const hint = `${GO_ON}npx flaglab bench --resume ${shellQuoted(name)}${resultsArgument(results)}`;
  const warnings = result.warnings.map((warning) => (warning.kind === 'interrupted' ? { ...warning, hint } : warning));
  return { ...result, warnings };
}
