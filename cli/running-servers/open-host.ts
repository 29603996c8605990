import { isIP } from 'node:net';
import { UsageError } from '../../lib/errors/usage-error.ts';
import { isLoopback } from '../../lib/network/is-loopback.ts';
import { isEveryAddress, namesForOthers } from '../../lib/network/own-hosts.ts';
import { type CommandContext, note } from '../terminal/command-context.ts';

/**
 * Whether other machines can reach that host; warns if so.
 *
 * @throws UsageError when it is no address
 */
export function isOpenHost(host: string, context: CommandContext): boolean {
  if (isIP(host) === 0 && host !== 'localhost') {
    throw new UsageError(
      `"${host}" is not an address: give an IP address of this machine, such as 192.168.1.5 or 0.0.0.0`,
    );
  }
  const open = !isLoopback(host);
  // Of every address, those by which others know this machine.
  const names = isEveryAddress(host) ? `, by ${namesForOthers(host).join(' or ')}` : '';
  if (open) note(context, `warning: listening on ${host}, so that other machines can reach these servers${names}`);
  return open;
}
