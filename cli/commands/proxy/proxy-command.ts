import { Command, Option } from 'commander';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { hostName } from '../../../lib/network/own-hosts.ts';
import { parseLabel } from '../../../servers/lab/label.ts';
import { parseHeaderSize } from '../../../servers/proxy/header-limit.ts';
import { PROXY_LABEL } from '../../../servers/proxy/proxy-label.ts';
import type { CommandBuilder } from '../../options/command-builder.ts';
import { PROXY_CONTROL_PORT } from '../../options/defaults.ts';
import {
  collect,
  controlPortOption,
  noControlOption,
  once,
  parser,
  seedOption,
  timeScaleOption,
  wholeNumber,
} from '../../options/options.ts';
import { parentOption } from '../../options/parent-option.ts';

/** Where the proxy listens unless told otherwise. */
const PORT = 9000;

/** What a file says itself, by the names of the options. */
const IN_FILE = [
  ...[
    'target',
    'fault',
    'schedule',
    'seed',
    'timeScale',
    'label',
    'port',
    'socket',
    'host',
    'https',
    'certificateFile',
  ],
  ...['allowHost', 'keepHost', 'insecure', 'maxHeaderSize', 'cors', 'runsByPath'],
];

/** `flaglab proxy`: puts faults before any HTTP service. */
export const proxyCommand: CommandBuilder = (context, exit) =>
  new Command('proxy')
    .description('put faults before any HTTP service, and keep them there until Ctrl-C')
    .option(
      '--target <url>',
      'the service to pass requests on to, or its socket as unix:PATH; a path in it (unix:PATH:/base) comes before theirs',
      once('a target'),
    )
    .addOption(
      new Option('--config <file>', 'several proxies from a file of JSON or YAML, which is read again when it changes')
        .argParser(once('a file'))
        .conflicts(IN_FILE),
    )
    .option('--fault <spec>', 'what happens to requests on the way, or none (repeatable)', collect(String))
    .option('--port <n>', 'where to listen, 0 for any free port', wholeNumber(0, 65_535), PORT)
    .addOption(
      new Option('--socket <path>', 'listen on this Unix socket instead of a port').conflicts(['port', 'host']),
    )
    .option('--https', 'listen with HTTPS, with a certificate that is made at the start')
    .option('--certificate-file <file>', 'write that certificate there, for clients that are to trust it')
    .addOption(controlPortOption(PROXY_CONTROL_PORT))
    .addOption(noControlOption())
    .option('--label <name>', 'the name on which the fates depend', parser(parseLabel), PROXY_LABEL)
    .option('--host <address>', 'listen there instead of on 127.0.0.1 and ::1')
    .option(
      '--allow-host <name>',
      'answer to this name too, or to any name by * (repeatable)',
      collect(parser(hostName)),
    )
    .option('--keep-host', "pass the client's Host header on, instead of the target's own name")
    .option('--insecure', 'trust an https target whose certificate cannot be verified')
    .option(
      '--max-header-size <size>',
      'let the headers of a request or an answer be so large',
      parser(parseHeaderSize),
    )
    .option(
      '--cors',
      'let pages of any origin see injected answers, not only of those that the target lets see its own; preflights are answered by the target all the same',
    )
    .option('--runs-by-path', 'read /run/NAME before a path as the name of its run, and do not send it to the target')
    .addOption(seedOption())
    .addOption(timeScaleOption('multiplies every injected duration', 1))
    .option('--schedule <text|file>', `change faults by the time since the start: "${PROXY_LABEL}@10s: status=503@50%"`)
    .option('-v, --verbose', 'one line for each request')
    .option('--json', 'print events as NDJSON')
    .addOption(parentOption())
    .addHelpText(
      'after',
      `
A request goes on to the target when its delay is over. A request that gets a status, a hang or garbage does not reach it.

A file that --config names says of each of several proxies what the options say of one; it is read again when it changes.

A page of another site may reach it under a name of that site's own: what asks for another host than localhost, the
address of --host or a name of --allow-host gets 403.

Its control API changes the faults while it runs, judges clients and counts for Prometheus (/metrics): with --control
http://localhost:${PROXY_CONTROL_PORT}, faults and watch do to it what they do to a lab.

Example:
  npx flaglab proxy --target http://localhost:3000 --fault delay=uniform:50ms..500ms --fault status=503@5%
  npx flaglab proxy --config proxies.yaml`,
    )
    .action(async ({ config, target, ...options }) => {
      if (config !== undefined) {
        const { configuredProxies } = await import('./configured-proxies.ts');
        exit(await configuredProxies(config, options, context));
        return;
      }
      if (target === undefined) {
        throw new UsageError('say where to pass requests on to: --target URL, or --config FILE');
      }
      const { proxy } = await import('./proxy.ts');
      exit(await proxy({ ...options, target }, context));
    });
