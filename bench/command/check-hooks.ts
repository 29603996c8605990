import { UsageError } from '../../lib/errors/usage-error.ts';
import { type HookName, type Hooks, hooksIn } from '../result/settings/hooks.ts';
import { checkPlaceholders, type Placeholder } from './command-template.ts';

/** What each hook can ask to be told: only those that are run before a cell know of one. */
const TOLD: Readonly<Record<HookName, readonly Placeholder[]>> = {
  setup: ['seed'],
  prepare: ['label', 'base_url', 'limit', 'm', 'seed'],
  cleanup: ['seed'],
};

/**
 * The hooks among the options of a bench, looked at before anything is run.
 *
 * @throws UsageError for one that holds no command, or a placeholder that it cannot be told
 */
export function checkedHooks(options: Hooks): Hooks {
  const hooks = hooksIn(options);
  for (const { name, command } of hooks) {
    if (command.trim() === '') throw new UsageError(`--${name} holds no command: give one such as 'make build'`);
    checkPlaceholders(command, `--${name}`, TOLD[name]);
  }
  return Object.fromEntries(hooks.map(({ name, command }) => [name, command]));
}
