import { Command, Option } from 'commander';
import type { CommandBuilder } from '../../options/command-builder.ts';
import { CONTROL_PORT } from '../../options/defaults.ts';
import { collect, parser, seedOption, timeScaleOption, wholeNumber } from '../../options/options.ts';
import { type ForLabel, forLabel } from './for-label.ts';

const parsePort = parser((text: string): ForLabel<number> => {
  const { label, value } = forLabel(text, '=', 'LOCAL=18000');
  return { label, value: wholeNumber(0, 65_535)(value) };
});

const parseLabelledFault = parser((text: string) => forLabel(text, ':', 'LOCAL:delay=fixed:200ms'));

/** `flaglab serve`: starts servers and keeps them running until Ctrl-C. */
export const serveCommand: CommandBuilder = (context, exit) =>
  new Command('serve')
    .description('start test servers and keep them running until Ctrl-C')
    .argument('[LABEL...]', 'servers to start; default: all presets')
    .option('--port <LABEL=N>', 'move a server to another port, 0 for any free one (repeatable)', collect(parsePort))
    .option(
      '--fault <LABEL:spec>',
      "replace a server's faults by those given for it; LABEL:none for none (repeatable)",
      collect(parseLabelledFault),
    )
    .addOption(new Option('--host <address>', 'listen there instead of on 127.0.0.1 and ::1'))
    .addOption(seedOption())
    .addOption(timeScaleOption('multiplies every injected duration', 1))
    .option(
      '--schedule <text|file>',
      'change faults by the time since the run began: "ERROR@10s: status=503@50%; ERROR@15s: none"',
    )
    .option('--control-port <n>', 'port of the control API, 0 for any free one', wholeNumber(0, 65_535), CONTROL_PORT)
    .option('--no-control', 'no control API')
    .option('-v, --verbose', 'one line for each request')
    .option('--json', 'print events as NDJSON')
    .addHelpText(
      'after',
      '\nExample:\n  npx flaglab serve LOCAL ERROR --fault "ERROR:status=503@50%,retry-after=1s" --seed 7',
    )
    .action(async (labels: string[], options) => {
      const { serve } = await import('./serve.ts');
      exit(await serve(labels, options, context));
    });
