import { Command } from 'commander';
import type { CommandBuilder } from '../../options/command-builder.ts';
import { parser } from '../../options/options.ts';
import { parsePrediction } from '../../options/parse-prediction.ts';
import { resultsOption } from '../../options/results-option.ts';

const NUMBER = 'the number of a lesson';

/** What is judged in an exercise, for help. */
const FILE = 'your client: a module (.ts, .mts, .js, .mjs), or a Python script (.py)';

/** `flaglab lesson`: lists the lessons, walks through one, and judges its exercise. */
export const lessonCommand: CommandBuilder = (context, exit) => {
  const lesson = new Command('lesson')
    .description('list the lessons of the workshop, walk through one, and have exercises judged')
    .argument('[number]', `${NUMBER}; default: list all`)
    .option('--predict <number>', 'what you foretell; default: asked for', parser(parsePrediction))
    .option('--eject <folder>', "copy the lesson's code there, to edit it, instead of walking through it")
    .addOption(resultsOption())
    .addHelpText(
      'after',
      `
A lesson asks for a prediction, runs, and explains. The prediction is kept with the run: npx flaglab history lists both.

Example:
  npx flaglab lesson 1
  npx flaglab lesson 2 --eject workshop
  npx flaglab lesson watch 2 workshop/02-slots/exercise.ts`,
    )
    .allowExcessArguments()
    .action(async (number: string | undefined, options, command: Command) => {
      const { lesson: walk, refuseOtherWords } = await import('./lesson.ts');
      refuseOtherWords(
        command.args,
        command.commands.map((child) => child.name()),
      );
      exit(await walk(number, options, context));
    });
  lesson
    .command('check')
    .description(
      'judge an exercise by what the server saw of it; without a file, try what a lesson claims on this machine',
    )
    .argument('<number>', `${NUMBER}, or all`)
    .argument('[files...]', `${FILE}; several are judged one after the other`)
    .addHelpText(
      'after',
      `
Exit code: 0 when all is as it should be, 1 when it is not.

Example:
  npx flaglab lesson check 2 ./mine.ts
  npx flaglab lesson check 2 handed-in/*.ts
  npx flaglab lesson check all`,
    )
    .action(async (number: string, files: string[]) => {
      const { check } = await import('./check.ts');
      exit(await check(number, files, context));
    });
  lesson
    .command('watch')
    .description('judge an exercise now, and again each time that its file is saved, until Ctrl-C')
    .argument('<number>', NUMBER)
    .argument('<file>', FILE)
    .addHelpText('after', '\nExample:\n  npx flaglab lesson watch 2 ./mine.ts')
    .action(async (number: string, file: string) => {
      const { watchExercise } = await import('./watch-exercise.ts');
      exit(await watchExercise(number, file, context));
    });
  return lesson;
};
