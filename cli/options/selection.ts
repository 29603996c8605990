import type { Command } from 'commander';
import type { CodeSelection } from '../../lib/flags/country-codes.ts';
import { wholeNumber } from './options.ts';

/** The options that select codes, as commander gives them. */
export type SelectionOptions = Pick<CodeSelection, 'all' | 'every' | 'limit'>;

/** Adds the book's way to say which flags: codes, `-a`, `-e`, `-l`. */
export function addSelection(command: Command): Command {
  return command
    .argument('[CC...]', 'country codes, or first letters such as B; default: the 20 most populous countries')
    .option('-a, --all', 'all 194 countries that have a flag')
    .option('-e, --every', 'all 676 pairs of letters from AA to ZZ')
    .option('-l, --limit <n>', 'at most so many flags', wholeNumber(1));
}
