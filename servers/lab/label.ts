import { UsageError } from '../../lib/errors/usage-error.ts';

const LABEL = /^[A-Z][A-Z0-9_-]{0,31}$/;

/**
 * A server's label as it is shown and compared: in upper case, however it was typed.
 *
 * @throws UsageError for what is none
 */
export function parseLabel(text: string): string {
  const label = text.trim().toUpperCase();
  if (LABEL.test(label)) return label;
  throw new UsageError(
    `"${text}" is not a label of a server: give a letter, then up to 31 letters, digits, _ or -, such as API`,
  );
}
