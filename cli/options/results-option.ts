import { statSync } from 'node:fs';
import { Option } from 'commander';
import { RESULTS_FOLDER } from '../../bench/result/settings/results-folder.ts';
import { UsageError } from '../../lib/errors/usage-error.ts';
import { parser } from './options.ts';

/** `--results FOLDER`: where runs are kept. */
export function resultsOption(): Option {
  return new Option('--results <folder>', 'where runs are kept').argParser(parser(parseFolder)).default(RESULTS_FOLDER);
}

function parseFolder(text: string): string {
  if (text.trim() === '') throw new UsageError(`give a folder, such as ${RESULTS_FOLDER}`);
  if (statSync(text, { throwIfNoEntry: false })?.isDirectory() === false) {
    throw new UsageError(`${text} is not a folder: give one, such as ${RESULTS_FOLDER}`);
  }
  return text;
}
