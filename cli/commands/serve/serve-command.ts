import { Command, Option } from 'commander';
import { hostName } from '../../../lib/network/own-hosts.ts';
import { TOKEN_VARIABLE } from '../../../lib/network/token-variable.ts';
import { SYSTEMS } from '../../../servers/lab/systems.ts';
import { DEFAULT_CAPACITY, ROOM_CAPACITIES } from '../../../servers/room/room.ts';
import type { CommandBuilder } from '../../options/command-builder.ts';
import { CONTROL_PORT, FIRST_OWN_PORT } from '../../options/defaults.ts';
import {
  collect,
  controlPortOption,
  noControlOption,
  parser,
  seedOption,
  timeScaleOption,
} from '../../options/options.ts';
import { parentOption } from '../../options/parent-option.ts';
import { resultsOption } from '../../options/results-option.ts';
import { addServerOptions } from '../../options/server-options.ts';
import { parseMovedPort } from './moved-port.ts';

/** `flaglab serve`: starts servers and keeps them running until Ctrl-C. */
export const serveCommand: CommandBuilder = (context, exit) =>
  addServerOptions(new Command('serve'))
    .description('start test servers and keep them running until Ctrl-C')
    .argument(
      '[LABEL...]',
      `servers to start: presets, ${SYSTEMS.join(', ')}, or labels of your own, which listen on ${FIRST_OWN_PORT} and up; default: all presets`,
    )
    .option(
      '--port <LABEL=N>',
      'move a server to another port, 0 for any free one (repeatable)',
      collect(parser(parseMovedPort)),
    )
    .option('--names-file <file>', 'the domain names that NAMES finds, one on each line; default: nine under .dev')
    .addOption(new Option('--host <address>', 'listen there instead of on 127.0.0.1 and ::1'))
    .option(
      '--room',
      'for a room of learners: keep apart what each name does, and listen on all addresses unless --host names one',
    )
    .addOption(
      new Option(
        '--room-capacity <whose>',
        `in a room: limits and schedules of their own for each name, or shared by all; default: ${DEFAULT_CAPACITY}`,
      ).choices(ROOM_CAPACITIES),
    )
    .option(
      '--allow-host <name>',
      'in a room: answer to this name too, or to any name by * (repeatable)',
      collect(parser(hostName)),
    )
    .addOption(seedOption())
    .addOption(timeScaleOption('multiplies every injected duration', 1))
    .addOption(controlPortOption(CONTROL_PORT))
    .addOption(noControlOption())
    .option(
      '--client <file>',
      'file of a client of your own, such as ./mine.ts or ./mine.py, that can be raced through the control API (repeatable)',
      collect(String),
    )
    .addOption(resultsOption())
    .option('-v, --verbose', 'one line for each request')
    .option('--json', 'print events as NDJSON')
    .addOption(parentOption())
    .addHelpText(
      'after',
      `
In a room each learner has a name and asks at http://HOST:8001/run/NAME/flags/, or by npx flaglab get --room HOST --as NAME. A
name is no password. All may look; what changes anything takes the link for who leads, or the token that is printed, which
other commands take from the environment variable ${TOKEN_VARIABLE}; where that is set, serve takes its token from there.

Example:
  npx flaglab serve LOCAL ERROR --fault "ERROR:status=503@50%,retry-after=1s" --seed 7
  npx flaglab serve --room`,
    )
    .action(async (labels: string[], options) => {
      const { serve } = await import('./serve.ts');
      exit(await serve(labels, options, context));
    });
