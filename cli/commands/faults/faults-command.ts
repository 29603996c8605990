import { Command } from 'commander';
import type { CommandBuilder } from '../../options/command-builder.ts';
import { controlOption } from '../../options/options.ts';

/** `flaglab faults`: explains the faults there are, and shows or changes those of a running lab. */
export const faultsCommand: CommandBuilder = (context) => {
  const faults = new Command('faults')
    .description('explain the faults; show and change those of a running lab or proxy')
    .argument('[fault]', 'the fault to explain; default: list all')
    .addHelpText(
      'after',
      "\nExample:\n  npx flaglab faults delay\n  npx flaglab faults set ERROR 'status=503@50%'\n  npx flaglab faults add PROXY delay=1s --control http://localhost:8081",
    )
    .action(async (name: string | undefined) => {
      const { explainFault, listFaults } = await import('./explain-faults.ts');
      if (name === undefined) listFaults(context);
      else explainFault(name, context);
    });
  faults
    .command('explain')
    .description('explain one fault, the same as its name alone; needed for "reset", which is a command too')
    .argument('<fault>', 'the fault')
    .addHelpText('after', '\nExample:\n  npx flaglab faults explain reset')
    .action(async (name: string) => {
      const { explainFault } = await import('./explain-faults.ts');
      explainFault(name, context);
    });
  faults
    .command('show')
    .description('print the faults of a running lab')
    .argument('[LABEL]', 'one server; default: all')
    .addOption(controlOption())
    .option('--json', 'print them as JSON')
    .addHelpText('after', '\nExample:\n  npx flaglab faults show ERROR')
    .action(async (label: string | undefined, options) => {
      const { showFaults } = await import('./live-faults.ts');
      await showFaults(label, options, context);
    });
  faults
    .command('set')
    .description("replace a running server's faults, which ends its schedule; holds for the next request")
    .argument('<LABEL>', 'the server')
    .argument('<spec...>', 'its faults, or none')
    .addOption(controlOption())
    .addHelpText('after', "\nExample:\n  npx flaglab faults set LOCAL 'delay=lognormal:20ms,p99=200ms'")
    .action(async (label: string, specs: string[], options) => {
      const { setFaults } = await import('./live-faults.ts');
      await setFaults(label, specs, options, context);
    });
  faults
    .command('add')
    .description('add faults to those that a running server has, which ends its schedule')
    .argument('<LABEL>', 'the server')
    .argument('<spec...>', 'more faults')
    .addOption(controlOption())
    .addHelpText('after', "\nExample:\n  npx flaglab faults add LOCAL 'status=503,path=/flags/br/*'")
    .action(async (label: string, specs: string[], options) => {
      const { addFaults } = await import('./live-faults.ts');
      await addFaults(label, specs, options, context);
    });
  faults
    .command('remove')
    .description('take faults from a running server, which ends its schedule')
    .argument('<LABEL>', 'the server')
    .argument('<fault...>', 'all of that name, such as status, or the second one as status#2')
    .addOption(controlOption())
    .addHelpText('after', '\nExample:\n  npx flaglab faults remove ERROR status')
    .action(async (label: string, names: string[], options) => {
      const { removeFaults } = await import('./live-faults.ts');
      await removeFaults(label, names, options, context);
    });
  faults
    .command('reset')
    .description('give a running server the faults and the schedule that it started with, and begin a new run on it')
    .argument('<LABEL>', 'the server')
    .addOption(controlOption())
    .addHelpText('after', '\nExample:\n  npx flaglab faults reset ERROR')
    .action(async (label: string, options) => {
      const { resetFaults } = await import('./live-faults.ts');
      await resetFaults(label, options, context);
    });
  faults
    .command('disable')
    .description('switch a running server off: connections are refused, and those that there are break off')
    .argument('<LABEL>', 'the server')
    .addOption(controlOption())
    .addHelpText('after', '\nExample:\n  npx flaglab faults disable LOCAL')
    .action(async (label: string, options) => {
      const { setEnabled } = await import('./live-faults.ts');
      await setEnabled(label, false, options, context);
    });
  faults
    .command('enable')
    .description('switch a running server on again, at the same port')
    .argument('<LABEL>', 'the server')
    .addOption(controlOption())
    .addHelpText('after', '\nExample:\n  npx flaglab faults enable LOCAL')
    .action(async (label: string, options) => {
      const { setEnabled } = await import('./live-faults.ts');
      await setEnabled(label, true, options, context);
    });
  return faults;
};
