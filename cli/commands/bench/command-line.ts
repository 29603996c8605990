import { shellQuoted } from '../../../lib/shell-quoted.ts';

/** A command line as it would be typed, for results that say how they came about. */
export function commandLine(args: readonly string[]): string {
  return ['npx', 'flaglab', ...args.map(shellQuoted)].join(' ');
}
