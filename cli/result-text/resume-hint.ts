import { basename, dirname, resolve } from 'node:path';
import type { BenchResult } from '../../bench/result/result.ts';
import { resultsArgument } from '../../bench/result/settings/results-folder.ts';
import { AgentsGoneError } from '../../lib/errors/agents-gone-error.ts';
import { OutputError } from '../../lib/errors/output-error.ts';
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
  const hint = `${GO_ON}${resumeCommand(result, folder)}`;
  const warnings = result.warnings.map((warning) => (warning.kind === 'interrupted' ? { ...warning, hint } : warning));
  return { ...result, warnings };
}

/** An error that ended a run amid its cells, with what to go on with it by where that helps. */
export function withWayOn(error: unknown, result: Pick<BenchResult, 'agents'>, folder: string): unknown {
  const wayOn = (what: string) => `What was measured${what} is kept: ${GO_ON}${resumeCommand(result, folder)}`;
  if (error instanceof AgentsGoneError) return new AgentsGoneError(sentences(error, wayOn('')), { cause: error });
  // The cell that could not be written is not.
  if (error instanceof OutputError) return new OutputError(sentences(error, wayOn(' before')), { cause: error });
  return error;
}

function sentences({ message }: Error, next: string): string {
  return `${message}${message.endsWith('.') ? '' : '.'} ${next}`;
}

/** Where agents are is not kept, since there may be a password in it. */
function resumeCommand({ agents }: Pick<BenchResult, 'agents'>, folder: string): string {
  const [results, name] = [pathFromHere(dirname(resolve(folder))), basename(resolve(folder))];
  const again = agents === undefined ? '' : ' --redis URL';
  return `npx flaglab bench --resume ${shellQuoted(name)}${resultsArgument(results)}${again}`;
}
