import { Command } from 'commander';
import type { CommandBuilder } from '../../options/command-builder.ts';

/** `flaglab doctor`: says what this machine can measure now. */
export const doctorCommand: CommandBuilder = (context, exit) =>
  new Command('doctor')
    .description('say how small a difference this machine can measure now, in under 10 seconds')
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      `
It looks at the cores, the load, how late timers are and how long a byte takes on
loopback, then benches the same client again and again: what differs is noise.

Example:
  npx flaglab doctor`,
    )
    .action(async (options) => {
      const { doctor } = await import('./doctor.ts');
      exit(await doctor(options, context));
    });
