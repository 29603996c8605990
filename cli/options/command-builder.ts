import type { Command } from 'commander';
import type { CommandContext } from '../terminal/command-context.ts';

/** How a command's action says its exit code. */
export type Exit = (code: number) => void;

/** Builds one command; the heavy modules are loaded only when it is run, so that help is quick. */
export type CommandBuilder = (context: CommandContext, exit: Exit) => Command;
