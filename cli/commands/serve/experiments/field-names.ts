import type { ExperimentOrder } from '../../../../servers/control/experiments/experiment-schemas.ts';

/** The fields of an order, whatever its kind. */
type Field = ExperimentOrder extends infer Order ? (Order extends unknown ? keyof Order : never) : never;

/** What an option of the command line is called in an order; longer words of the same come first. */
const FIELDS: Readonly<Record<string, Field>> = {
  '--max-req': 'm',
  '-m': 'm',
  '--sweep': 'levels',
  '--limit': 'limit',
  '-l': 'limit',
  '--time-scale': 'timeScale',
  '--seed': 'seed',
  '--budget': 'budget',
  '--server': 'server',
  '-s': 'server',
  '--client': 'clients',
  '-c': 'clients',
  '--all': 'all',
  '-a': 'all',
};

/** How commander says which option has a wrong value: its last word is the long one. */
const WRONG_VALUE = /^option '(?:-\w, )?(--[\w-]+)[^']*' argument '([^']*)' is invalid\. (?:"[^"]*" is not [^:]*: )?/;

/** An objection to a command line, as one to the order that it was made of: it names fields where that names options. */
export function inFields(message: string): string {
  const [start, option = '', value] = WRONG_VALUE.exec(message) ?? [''];
  const rest = message.slice(start.length);
  const wrong = start === '' ? '' : `${FIELDS[option] ?? option} cannot be ${value}: `;
  const named = rest
    .replaceAll(/leave (\S+) out with -c/g, 'name others as clients')
    .replaceAll(/(?<![\w-])--?[a-z][\w-]*/g, (word) => FIELDS[word] ?? word);
  return wrong + named;
}
