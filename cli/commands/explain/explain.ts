import { UsageError } from '../../../lib/errors/usage-error.ts';
import { WORDS } from '../../result-text/words.ts';
import { type CommandContext, print } from '../../terminal/command-context.ts';

/**
 * Prints what words mean; all of them where none is given.
 *
 * @throws UsageError for a word that the lab has no sense of its own for
 */
export function explain(words: readonly string[], context: CommandContext): void {
  if (words.length === 0) {
    const width = Math.max(...WORDS.map((known) => known.word.length));
    for (const known of WORDS) {
      print(context, `${known.word.padEnd(width)}  ${known.meaning}`, ' '.repeat(width + 2));
    }
    return;
  }
  // One that is of two words, or several.
  const whole = wordNamed(words.join(' '));
  const found = whole === undefined ? words.map((word) => wordNamed(word) ?? notExplained(word)) : [whole];
  for (const { word, meaning, more } of found) for (const text of [`${word}: ${meaning}.`, more]) print(context, text);
}

function wordNamed(name: string): (typeof WORDS)[number] | undefined {
  return WORDS.find(({ word }) => word.toLowerCase() === name.toLowerCase());
}

function notExplained(name: string): never {
  throw new UsageError(`"${name}" is not explained here: choose one of ${WORDS.map(({ word }) => word).join(', ')}`);
}
