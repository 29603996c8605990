import { Command } from 'commander';
import type { CommandBuilder } from '../../options/command-builder.ts';

/** `flaglab explain`: says what the lab's words mean. */
export const explainCommand: CommandBuilder = (context) =>
  new Command('explain')
    .description('say what a word means that the lab uses, such as efficiency; all of them where none is given')
    .argument('[WORD]')
    .addHelpText('after', '\nExample:\n  npx flaglab explain efficiency')
    .action(async (word: string | undefined) => {
      const { explain } = await import('./explain.ts');
      explain(word, context);
    });
