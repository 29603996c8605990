import { Command, Option } from 'commander';
import type { ModeName } from '../../../clients/spinner/modes.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import type { CommandBuilder } from '../../options/command-builder.ts';
import { parser } from '../../options/options.ts';

const DEFAULT_MODE: ModeName = 'async';

const MODES: Readonly<Record<ModeName, string>> = {
  async: 'both on one event loop, and the work waits as a request does',
  blocking: 'both on one event loop, and the work holds it: the spinner stands still',
  nap: 'both on one event loop, and the work computes, but lets go of the loop now and then',
  thread: 'the spinner in a thread of its own, and the work holds the event loop',
  process: 'the spinner in a process of its own, and the work holds the event loop',
};

const NAMES = Object.keys(MODES) as ModeName[];

/** The longest that anybody wants to look at it. */
const MAX_SECONDS = 60;

/** `flaglab spinner`: spins while slow work is done. */
export const spinnerCommand: CommandBuilder = (context, exit) => {
  const command = new Command('spinner').description(
    'spin while slow work is done, each time with another concurrency',
  );
  for (const name of NAMES) {
    command.addOption(
      new Option(`--${name}`, `${MODES[name]}${name === DEFAULT_MODE ? ' (default)' : ''}`).conflicts(
        NAMES.filter((other) => other !== name),
      ),
    );
  }
  return command
    .option('--seconds <n>', 'how long the work takes', parser(parseSeconds), 3)
    .option('--json', 'print how many frames were drawn and expected, and the longest time without a new one')
    .addHelpText('after', '\nExample:\n  npx flaglab spinner --thread')
    .action(async (options) => {
      const { spinner } = await import('./spinner.ts');
      exit(await spinner(NAMES.find((name) => options[name] === true) ?? DEFAULT_MODE, options, context));
    });
};

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (text.trim() !== '' && seconds > 0 && seconds <= MAX_SECONDS) return seconds;
  throw new UsageError(`give a number of seconds over 0, and at most ${MAX_SECONDS}`);
}
