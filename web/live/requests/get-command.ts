import { isLoopback } from '../../../lib/network/is-loopback.ts';
import { PRESETS } from '../../../servers/lab/presets.ts';

/** What `npx flaglab get` is told so that it asks that server: its label says enough where it has the port of its preset, here. */
export function getCommand(label: string, url: string): string {
  const { hostname, port, origin } = new URL(url);
  const isWhereExpected = PRESETS.some((preset) => preset.label === label && `${preset.port}` === port);
  const where = isWhereExpected && isLoopback(hostname) ? '' : ` --base-url ${origin}/flags`;
  return `npx flaglab get -s ${label}${where} -a -m 20`;
}
