import { withoutPassword } from '../../../bench/agents/redis/redis-address.ts';
import { shellQuoted } from '../../../lib/shell-quoted.ts';

/** Options whose value may be a secret, with what is shown of it. */
const SECRETS: Readonly<Record<string, (value: string) => string>> = {
  '-H': nameAlone,
  '--header': nameAlone,
  '--redis': withoutPassword,
  '--body': (value) => (value.startsWith('@') ? value : '…'),
};

/** A command line as it would be typed, for results that say how they came about: without the values of headers and bodies, and passwords. */
export function commandLine(args: readonly string[]): string {
  const shown = args.map((arg, i) => {
    const before = args[i - 1] ?? '';
    if (Object.hasOwn(SECRETS, before)) return SECRETS[before]!(arg);
    const [, option, value] = /^(--header|--body|--redis)=(.*)$/s.exec(arg) ?? /^(-H)(.+)$/s.exec(arg) ?? [];
    if (option === undefined) return arg;
    return `${option}${option === '-H' ? '' : '='}${SECRETS[option]!(value!)}`;
  });
  return ['npx', 'flaglab', ...shown.map(shellQuoted)].join(' ');
}

function nameAlone(header: string): string {
  return `${header.split(':', 1)[0]}: …`;
}
