import { UsageError } from '../../../lib/errors/usage-error.ts';
import { WORDS } from '../../result-text/words.ts';
import { type CommandContext, print } from '../../terminal/command-context.ts';

/**
 * Prints what a word means, or what all of them do.
 *
 * @throws UsageError for a word that the lab has no sense of its own for
 */
export function explain(word: string | undefined, context: CommandContext): void {
  if (word === undefined) {
    const width = Math.max(...WORDS.map((known) => known.word.length));
    for (const known of WORDS) {
      print(context, `${known.word.padEnd(width)}  ${known.meaning}`, ' '.repeat(width + 2));
    }
    return;
  }
  const found = WORDS.find((known) => known.word.toLowerCase() === word.toLowerCase());
  if (found === undefined) {
    throw new UsageError(
      `"${word}" is not explained here: choose one of ${WORDS.map((known) => known.word).join(', ')}`,
    );
  }
  for (const text of [`${found.word}: ${found.meaning}.`, found.more]) print(context, text);
}
