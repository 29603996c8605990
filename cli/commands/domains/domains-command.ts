import { Command, Option } from 'commander';
import { SHORT_KEYWORDS } from '../../../clients/domains/names-under.ts';
import {
  DEFAULT_PROBE_RETRIES,
  DEFAULT_PROBE_TIMEOUT_MS,
  DEFAULT_PROBES,
  MAX_PROBES,
} from '../../../clients/domains/probe-options.ts';
import { MAX_RETRIES } from '../../../clients/download/download.ts';
import { formatDuration } from '../../../lib/units/duration.ts';
import type { CommandBuilder } from '../../options/command-builder.ts';
import { parser, parseTimeout, wholeNumber } from '../../options/options.ts';

/** `flaglab domains`: asks which domain names are there, many at a time. */
export const domainsCommand: CommandBuilder = (context, exit) => {
  const command = new Command('domains');
  return command
    .description('ask which domain names are there, many at a time')
    .argument(
      '[NAME...]',
      `one name: ask for ${SHORT_KEYWORDS.length} short keywords of Python under it, such as if.com.br; several: ask for these`,
    )
    .option('--words <list>', 'ask for these words under each NAME instead, such as a,b,c')
    .option('-m, --max-req <n>', 'most names asked for at once', wholeNumber(1, MAX_PROBES), DEFAULT_PROBES)
    .option('--resolver <HOST:PORT>', 'ask this resolver, such as 127.0.0.1:5300; default: those of the system')
    .option(
      '--timeout <duration>',
      `how long each attempt may take; default: ${formatDuration(DEFAULT_PROBE_TIMEOUT_MS)}`,
      parser(parseTimeout),
    )
    .option(
      '--retries <n>',
      `ask again so often after a timeout, SERVFAIL and the like; default: ${DEFAULT_PROBE_RETRIES}`,
      wholeNumber(0, MAX_RETRIES),
    )
    .option('--lookup', 'ask as programs do that open connections: getaddrinfo, which does four look-ups at a time')
    .option('--marks', 'print + before each name that is found, ? before each that failed, and a blank before others')
    .addOption(new Option('--json', 'print the result as JSON').conflicts('marks'))
    .addHelpText(
      'after',
      `
A name is found where it has an address or anything else, and not found where it
has nothing. Where nobody could say, it failed: a timeout, SERVFAIL, no resolver.

Exit code: 0 when each name was found or not found, 1 when some failed,
130 when interrupted.

Example:
  npx flaglab domains COM.BR`,
    )
    .action(async (names: string[], options) => {
      if (names.length === 0) command.help({ error: true });
      const { domains } = await import('./domains.ts');
      exit(await domains(names, options, context));
    });
};
