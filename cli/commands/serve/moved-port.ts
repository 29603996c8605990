import { UsageError } from '../../../lib/errors/usage-error.ts';
import { parseLabel } from '../../../servers/lab/label.ts';
import { wholeNumber } from '../../options/options.ts';

/** A server that is to listen elsewhere than it would. */
export interface MovedPort {
  readonly label: string;
  readonly port: number;
}

/**
 * Reads `LABEL=N`.
 *
 * @throws UsageError or InvalidArgumentError for anything else
 */
export function parseMovedPort(text: string): MovedPort {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError("give a server's label and a port, such as LOCAL=18000");
  return { label: parseLabel(text.slice(0, at)), port: wholeNumber(0, 65_535)(text.slice(at + 1).trim()) };
}
