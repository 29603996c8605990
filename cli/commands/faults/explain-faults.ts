import { DISTRIBUTION_FORMS, distributionSchema, parseDistribution } from '../../../lib/chance/distribution.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { explainText } from '../../../servers/faults/contract/explain-text.ts';
import { STAGES } from '../../../servers/faults/contract/fault-kind.ts';
import { FAULT_KINDS, faultKind } from '../../../servers/faults/kinds/registry.ts';
import { parseFault } from '../../../servers/faults/profile.ts';
import { type CommandContext, print } from '../../terminal/command-context.ts';
import { plainTable } from '../../terminal/table.ts';
import { histogram } from './histogram.ts';

/** Prints every fault of the registry: when it applies, what it does, and an example. */
export function listFaults(context: CommandContext): void {
  const table = plainTable(['fault', 'stage', 'what it does', 'example'], ['left', 'left', 'left', 'left']);
  table.push(...FAULT_KINDS.map(({ name, stage, example, summary }) => [name, stage, summary, example]));
  print(context, table.toString());
  print(context);
  print(context, `They apply in this order: ${STAGES.join(', ')}. Explain one: npx flaglab faults delay`);
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
  const options = explainText(kind);
  const width = Math.max(...Object.keys(options).map(({ length }) => length));
  print(context, `stage        ${kind.stage}`);
  print(context, `client sees  ${kind.clientSees}`);
  print(context, `example      npx flaglab serve LOCAL --fault 'LOCAL:${kind.example}'`);
  for (const [option, meaning] of Object.entries(options)) {
    print(context, `  ${option.padEnd(width)}  ${meaning}`);
  }
  print(context, `as JSON      ${JSON.stringify(parseFault(kind.example))}`);
  if (kind.name !== 'delay') return;
  for (const form of Object.values(DISTRIBUTION_FORMS)) {
    print(context);
    print(context, `delay=${form}`);
    for (const line of histogram(distributionSchema.parse(parseDistribution(form)))) print(context, line);
  }
}
