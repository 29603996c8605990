import { Command } from 'commander';
import type { CommandBuilder } from '../../options/command-builder.ts';

/** `flaglab mojifinder`: finds characters by words of their names. */
export const mojifinderCommand: CommandBuilder = (context) =>
  new Command('mojifinder')
    .description('find characters by the words of their Unicode names')
    .argument('<WORDS...>', 'words that a name must have, in any case; - separates words as a blank does')
    .addHelpText('after', '\nExample:\n  npx flaglab mojifinder cat face')
    .action(async (words: readonly string[]) => {
      const { mojifinder } = await import('./mojifinder.ts');
      mojifinder(words.join(' '), context);
    });
