import { climbAmong, climbText, openText } from '../../../bench/result/own-client.ts';
import type { BenchSettings } from '../../../bench/result/result.ts';
import { requestSettingsText } from '../../../bench/result/settings/request-settings.ts';
import { directText, itemNoun, serviceAddress, serviceText } from '../../../bench/result/settings/service.ts';
import { counted } from '../../../lib/units/counted.ts';
import { formatDuration } from '../../../lib/units/duration.ts';
import { attachedText } from '../../result-text/settings-line.ts';

/** So many of a kind are named; of more it is said how many there are. */
const MAX_NAMED = 2;

/**
 * What a bench is about to do, in one line: `Racing 4 clients on 4 servers with 20 flags: 22 measurements; seed 42, time scale
 * 0.1, timeout 1s.`
 */
export function intentLine(settings: BenchSettings): string {
  const { seed, timeScale, timeoutMs, service } = settings;
  // What a service does is its own affair.
  const fates = service === undefined ? `; seed ${seed}, time scale ${timeScale}` : '';
  return `${doing(settings)}${cellsText(settings)}${fates}, timeout ${formatDuration(timeoutMs)}${requestSettingsText(settings)}${attachedText(settings.attached)}.`;
}

/** How many measurements there are, where that is not one for each client and server. */
function cellsText({ planned, clients }: BenchSettings): string {
  // How many it takes for a rate that rises, what comes out decides.
  if (climbAmong(clients) !== undefined) return '';
  const strategies = new Set(planned.map(({ strategy }) => strategy)).size;
  const servers = new Set(planned.map(({ server }) => server)).size;
  return planned.length === strategies * servers ? '' : `: ${counted(planned.length, 'measurement')}`;
}

function doing({ planned, codes, servers, service, clients = [] }: BenchSettings): string {
  const strategies = [...new Set(planned.map(({ strategy }) => strategy))];
  const climb = climbAmong(clients);
  const labels = [
    ...new Set(climb === undefined ? planned.map(({ server }) => server) : servers.map(({ label }) => label)),
  ];
  const flags = counted(new Set(codes).size, itemNoun({ service }));
  const [open] = clients;
  const where = service === undefined ? named(labels, 'server') : serviceText(service);
  if (open?.kind === 'open')
    return `Sending ${openText(open)}, to ${where}: ${flags} in turn, each time the next attempt`;
  if (climb !== undefined) return `Raising the rate of requests on ${where}: ${climbText(climb)}; ${flags} in turn`;
  const verb = strategies.length > 1 && !hasLevels(planned) ? 'Racing' : 'Measuring';
  // What is asked comes before how.
  const on = service === undefined ? where : serviceAddress(service);
  const how = service === undefined ? '' : directText(service);
  return `${verb} ${named(strategies, 'client')} on ${on} with ${flags}${repeatText(servers)}${how}`;
}

/** Whether any client is measured with several numbers of requests in flight, as a sweep does. */
function hasLevels(planned: BenchSettings['planned']): boolean {
  const levels = Map.groupBy(planned, ({ strategy, server }) => JSON.stringify([strategy, server]));
  return [...levels.values()].some((cells) => new Set(cells.map(({ m }) => m)).size > 1);
}

/** How often each flag is asked for, where that is the same everywhere; else it is a matter of how long cells have to be. */
function repeatText(servers: BenchSettings['servers']): string {
  const [first, ...others] = new Set(servers.map(({ repeat = 1 }) => repeat));
  return first === undefined || first === 1 || others.length > 0 ? '' : `, each ${first} times`;
}

function named(names: readonly string[], what: string): string {
  return names.length > MAX_NAMED ? counted(names.length, what) : names.join(' and ');
}
