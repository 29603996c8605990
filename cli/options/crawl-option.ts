import { type Command, Option } from 'commander';

/** Whether flags are found by what leads to them, as commander gives it. */
export interface CrawlOption {
  readonly crawl?: boolean;
}

/** What a crawl has no use for: it visits each address once, and only what a page leads to. */
const WITHOUT = ['names', 'cpu', 'every'];

/**
 * Adds `--crawl`.
 *
 * @param without what else of the command's own it cannot be given with
 */
export function addCrawlOption(command: Command, without: readonly string[] = []): Command {
  return command.addOption(
    new Option(
      '--crawl',
      'find the flags: begin at /flags/, which lists the countries, whose metadata.json names the images; each address is an item',
    ).conflicts([...WITHOUT, ...without]),
  );
}
