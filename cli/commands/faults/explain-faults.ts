import { DISTRIBUTION_FORMS, distributionSchema, parseDistribution } from '../../../lib/chance/distribution.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { schemaOf } from '../../../lib/schema/schema-of.ts';
import { explainText, explainWhere } from '../../../servers/faults/contract/explain-text.ts';
import { STAGES } from '../../../servers/faults/contract/fault-kind.ts';
import { FAULT_KINDS, faultKind } from '../../../servers/faults/kinds/registry.ts';
import { parseFault } from '../../../servers/faults/profile.ts';
import { type CommandContext, print } from '../../terminal/command-context.ts';
import { lineWidth } from '../../terminal/output.ts';
import { type Column, tableLines } from '../../terminal/table.ts';
import { histogram } from './histogram.ts';

/** What stands below the name of a row where a line is broken. */
const INDENT = ' '.repeat(13);

/** Where there is no room for the examples, the explanation of each fault still has it. */
const COLUMNS: readonly Column<(typeof FAULT_KINDS)[number]>[] = [
  { head: 'fault', cell: ({ name }) => name },
  { head: 'stage', cell: ({ stage }) => stage },
  { head: 'what it does', long: 'wrap', least: 40, cell: ({ summary }) => summary },
  { head: 'example', rank: 1, cell: ({ example }) => example },
];

/** Prints every fault of the registry: when it applies, what it does, and an example. */
export function listFaults(context: CommandContext): void {
  for (const line of tableLines(COLUMNS, FAULT_KINDS, lineWidth(context.stdout))) print(context, line);
  print(context);
  print(context, `They apply in this order: ${STAGES.join(', ')}.`);
  print(context, `Each can be for some requests only: ${Object.keys(explainWhere()).join(', ')}.`);
  print(context, 'Explain one: npx flaglab faults delay');
}

/**
 * Explains one fault; `delay` with a picture of each distribution.
 *
 * @throws UsageError when there is no such fault
 */
export function explainFault(name: string, context: CommandContext): void {
  const kind = faultKind(name);
  if (kind === undefined) {
    const names = FAULT_KINDS.map((known) => known.name).join(', ');
    throw new UsageError(`there is no fault "${name}": there are ${names}`);
  }
  print(context, `${kind.name} ${kind.summary}`);
  const [options, where] = [explainText(kind), explainWhere()];
  const width = Math.max(...Object.keys({ ...options, ...where }).map(({ length }) => length));
  const printOptions = (help: Readonly<Record<string, string>>) => {
    for (const [option, meaning] of Object.entries(help)) {
      print(context, `  ${option.padEnd(width)}  ${meaning}`, ' '.repeat(width + 4));
    }
  };
  print(context, `stage        ${kind.stage}`);
  print(context, `client sees  ${kind.clientSees}`, INDENT);
  print(context, `example      npx flaglab serve LOCAL --fault 'LOCAL:${kind.example}'`, INDENT);
  printOptions(options);
  print(context, 'as every fault, for some requests only:');
  printOptions(where);
  print(context, `as JSON      ${spacedJson(parseFault(kind.example))}`, INDENT);
  if (kind.name !== 'delay') return;
  for (const form of Object.values(DISTRIBUTION_FORMS)) {
    print(context);
    print(context, `delay=${form}`);
    for (const line of histogram(schemaOf(distributionSchema).parse(parseDistribution(form)))) print(context, line);
  }
}

/** JSON in one line with blanks, at which it can be broken. */
function spacedJson(value: object): string {
  return JSON.stringify(value, undefined, 1).replaceAll(/\n */g, ' ');
}
