import { Command } from 'commander';
import type { CommandBuilder } from '../../options/command-builder.ts';

/** `flaglab explain`: says what the lab's words mean. */
export const explainCommand: CommandBuilder = (context) =>
  new Command('explain')
    .description('explain words that the lab uses, such as efficiency; without a word, all of them')
    .argument('[WORD...]')
    .addHelpText('after', '\nExample:\n  npx flaglab explain efficiency')
    .action(async (words: readonly string[]) => {
      const { explain } = await import('./explain.ts');
      explain(words, context);
    });
