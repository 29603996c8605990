import type { Command } from 'commander';
import { MAX_RETRIES } from '../../clients/download/download.ts';
import { wholeNumber } from './options.ts';

/** The options that say what a client asks for beside the flag itself, as commander gives them. */
export interface RequestOptions {
  readonly retries: number;
  readonly names?: boolean;
}

/** Adds `--retries` and `--names`. */
export function addRequestOptions(command: Command): Command {
  return command
    .option('-n, --names', 'ask for metadata.json too, and name files after countries')
    .option('--retries <n>', 'try a failed request again so often', wholeNumber(0, MAX_RETRIES), 0);
}
