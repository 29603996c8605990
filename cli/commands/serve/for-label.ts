import { UsageError } from '../../../lib/errors/usage-error.ts';
import { labelOf } from '../../options/label.ts';

/** A value for one server, written `LABEL=value` or `LABEL:value`. */
export interface ForLabel<T> {
  readonly label: string;
  readonly value: T;
}

/**
 * Reads `LABEL=value` or `LABEL:value`; the label is upper-cased.
 *
 * @param example of the whole, for the message
 * @throws UsageError when there is no label
 */
export function forLabel(text: string, separator: string, example: string): ForLabel<string> {
  const at = text.indexOf(separator);
  if (at < 1) throw new UsageError(`give a server's label and a value, such as ${example}`);
  return { label: labelOf(text.slice(0, at)), value: text.slice(at + 1).trim() };
}
