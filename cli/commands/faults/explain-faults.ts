import { DISTRIBUTION_FORMS, distributionSchema, parseDistribution } from '../../../lib/chance/distribution.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { explainText } from '../../../servers/faults/contract/explain-text.ts';
import { STAGES } from '../../../servers/faults/contract/fault-kind.ts';
import { FAULT_KINDS, faultKind } from '../../../servers/faults/kinds/registry.ts';
import { parseFault } from '../../../servers/faults/profile.ts';
import { plainTable } from '../../terminal/table.ts';
import { print, type Terminal } from '../../terminal/terminal.ts';
import { histogram } from './histogram.ts';

/** Prints every fault of the registry: when it applies, what it does, and an example. */
export function listFaults(terminal: Terminal): void {
  const table = plainTable(['fault', 'stage', 'what it does', 'example'], ['left', 'left', 'left', 'left']);
  table.push(...FAULT_KINDS.map(({ name, stage, example, summary }) => [name, stage, summary, example]));
  print(terminal, table.toString());
  print(terminal);
  print(terminal, `They apply in this order: ${STAGES.join(', ')}. Explain one: npx flaglab faults delay`);
}

/**
 * Explains one fault; `delay` with a picture of each distribution.
 *
 * @throws UsageError when there is no such fault
 */
export function explainFault(name: string, terminal: Terminal): void {
  const kind = faultKind(name);
  if (kind === undefined) {
    const names = FAULT_KINDS.map((known) => known.name).join(', ');
    throw new UsageError(`there is no fault "${name}": there are ${names}`);
  }
  print(terminal, `${kind.name} ${kind.summary}`);
  const options = explainText(kind);
  const width = Math.max(...Object.keys(options).map(({ length }) => length));
  print(terminal, `stage        ${kind.stage}`);
  print(terminal, `client sees  ${kind.clientSees}`);
  print(terminal, `example      npx flaglab serve LOCAL --fault 'LOCAL:${kind.example}'`);
  for (const [option, meaning] of Object.entries(options)) {
    print(terminal, `  ${option.padEnd(width)}  ${meaning}`);
  }
  print(terminal, `as JSON      ${JSON.stringify(parseFault(kind.example))}`);
  if (kind.name !== 'delay') return;
  for (const form of Object.values(DISTRIBUTION_FORMS)) {
    print(terminal);
    print(terminal, `delay=${form}`);
    for (const line of histogram(distributionSchema.parse(parseDistribution(form)))) print(terminal, line);
  }
}
