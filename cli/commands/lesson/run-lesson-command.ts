import type { Lesson } from '../../../bench/lesson/lesson.ts';
import type { BenchResult, LessonRun } from '../../../bench/result/result.ts';
import { RESULTS_FOLDER } from '../../../bench/result/settings/results-folder.ts';
import { LabError } from '../../../lib/errors/lab-error.ts';
import type { CommandBuilder } from '../../options/command-builder.ts';
import type { CommandContext } from '../../terminal/command-context.ts';
import { EXIT_FAILED, EXIT_INTERRUPTED } from '../../terminal/exit-codes.ts';
import { Interrupt } from '../../terminal/interrupt.ts';
import { benchCommand } from '../bench/bench-command.ts';
import { planCommand } from '../plan/plan-command.ts';
import { tryClaim } from './try-claim.ts';

/** The commands that lessons run as they are. */
const COMMANDS: Readonly<Record<string, CommandBuilder>> = { bench: benchCommand, plan: planCommand };

/** How the run of a command is kept. */
export interface KeptAs {
  /** The folder of all runs. */
  readonly results: string;
  /** The lesson that it is kept with; absent where nothing was foretold of it. */
  readonly lesson?: LessonRun;
}

/** What a command of a lesson came to. */
export interface LessonCommandEnd {
  readonly code: number;
  /** What a bench has found; absent for other commands. */
  readonly result?: BenchResult;
}

/** Runs a command of a lesson as if it had been typed; what tries its claim says what was seen, and leaves the last word to the lesson. */
export async function runLessonCommand(
  args: readonly string[],
  lesson: Lesson,
  kept: KeptAs,
  context: CommandContext,
): Promise<LessonCommandEnd> {
  const [name = ''] = args;
  const build = COMMANDS[name];
  if (build !== undefined) return await runAsTyped(build, args, kept, context);
  if (args.join(' ') === `lesson check ${lesson.number}`) return await runClaim(lesson, context);
  throw new LabError(`a lesson cannot run npx flaglab ${args.join(' ')}`);
}

async function runAsTyped(
  build: CommandBuilder,
  [name = '', ...args]: readonly string[],
  { results, lesson }: KeptAs,
  context: CommandContext,
): Promise<LessonCommandEnd> {
  const end: { code: number; result?: BenchResult } = { code: 0 };
  const isBench = name === 'bench';
  // What is the default need not be typed.
  const typed = [...args, ...(isBench && results !== RESULTS_FOLDER ? ['--results', results] : [])];
  const own: CommandContext = Object.create(context, { args: { value: [name, ...typed] } });
  const command = build(own, (code) => {
    end.code = code;
  });
  const tell = (result: BenchResult) => {
    end.result = result;
  };
  if (isBench) command.setOptionValue('lesson', { ...(lesson && { run: lesson }), tell });
  await command.parseAsync(typed, { from: 'user' });
  return end;
}

async function runClaim(lesson: Lesson, context: CommandContext): Promise<LessonCommandEnd> {
  using interrupt = new Interrupt(context);
  const holds = await tryClaim(lesson, interrupt, context);
  if (holds === undefined) return { code: EXIT_INTERRUPTED };
  return { code: holds ? 0 : EXIT_FAILED };
}
