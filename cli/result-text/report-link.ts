import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type CommandContext, print } from '../terminal/command-context.ts';

/** Prints where a run's page is, as a link on terminals that make links. */
export function printReportLink(page: string, context: CommandContext): void {
  print(context);
  print(context, ['Report: ', { text: page, href: pathToFileURL(resolve(page)).href }]);
}
