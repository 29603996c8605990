import type { BenchResult, LessonRun } from '../../../bench/result/result.ts';
import { LabError } from '../../../lib/errors/lab-error.ts';
import type { CommandBuilder } from '../../options/command-builder.ts';
import type { CommandContext } from '../../terminal/command-context.ts';
import { benchCommand } from '../bench/bench-command.ts';
import { planCommand } from '../plan/plan-command.ts';

/** The commands that lessons run. */
const COMMANDS: Readonly<Record<string, CommandBuilder>> = { bench: benchCommand, plan: planCommand };

/** What a command of a lesson came to. */
export interface LessonCommandEnd {
  readonly code: number;
  /** What a bench has found; absent for other commands. */
  readonly result?: BenchResult;
}

/** Runs a command of a lesson as if it had been typed, but for the lesson that its run is kept with. */
export async function runLessonCommand(
  [name = '', ...args]: readonly string[],
  { results, lesson }: { readonly results: string; readonly lesson: LessonRun },
  context: CommandContext,
): Promise<LessonCommandEnd> {
  const build = COMMANDS[name];
  if (build === undefined) throw new LabError(`a lesson cannot run npx flaglab ${name}`);
  const end: { code: number; result?: BenchResult } = { code: 0 };
  const isBench = name === 'bench';
  const typed = [...args, ...(isBench ? ['--results', results] : [])];
  const own: CommandContext = Object.create(context, { args: { value: [name, ...typed] } });
  const command = build(own, (code) => {
    end.code = code;
  });
  const tell = (result: BenchResult) => {
    end.result = result;
  };
  if (isBench) command.setOptionValue('lesson', { run: lesson, tell });
  await command.parseAsync(typed, { from: 'user' });
  return end;
}
