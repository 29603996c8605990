import type { Command } from 'commander';
import { program } from '../../../cli/program.ts';
import { MemoryContext } from '../memory-context.ts';

/** Reads the arguments of `flaglab` with the command's own options, whose values it checks, and returns what no option is. */
export function unknownOptions([name, ...args]: readonly string[]): string[] {
  const called = (command: Command, word = '') => command.commands.find((candidate) => candidate.name() === word);
  const command = called(
    program(new MemoryContext(), () => {}),
    name,
  );
  if (command === undefined) return [`flaglab ${name}`];
  const below = called(command, args[0]);
  return below === undefined ? command.parseOptions(args).unknown : below.parseOptions(args.slice(1)).unknown;
}
