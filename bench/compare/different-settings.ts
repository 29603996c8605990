import { formatDuration } from '../../lib/units/duration.ts';
import { NO_FAULTS } from '../../servers/faults/format-profile.ts';
import type { Cell } from '../result/cell.ts';
import { benchClient, openText } from '../result/own-client.ts';
import type { BenchResult } from '../result/result.ts';
import { type HookName, hookFields } from '../result/settings/hooks.ts';
import { requestSettingsText } from '../result/settings/request-settings.ts';
import { serviceText } from '../result/settings/service.ts';
import type { TestedServer } from '../result/tested-server.ts';

/** How far products of the same timeout may be apart because numbers are rounded, as a share. */
const ROUNDING = 1e-9;

/** What no two cells of the runs have in common, as a sentence without a full stop; undefined where there is nothing. */
export function differentForAll(a: BenchResult, b: BenchResult): string | undefined {
  const [service, serviceOfB] = [a, b].map((run) => run.service && serviceText(run.service));
  if (service !== serviceOfB) {
    return `all cells, since A asked ${service ?? 'servers of the lab'} and B ${serviceOfB ?? 'servers of the lab'}`;
  }
  const [asked, askedOfB] = [requestText(a), requestText(b)];
  if (asked !== askedOfB) return `all cells, since A asked ${asked} and B ${askedOfB}`;
  if (a.timeoutMs === b.timeoutMs) return undefined;
  const [one, other] = [formatDuration(a.timeoutMs), formatDuration(b.timeoutMs)];
  return `all cells, since a request could take ${one} in A and ${other} in B: bench both with the same ${unlike(a, b)}`;
}

/** What made the timeouts differ: the time scale multiplies each. */
function unlike(a: BenchResult, b: BenchResult): string {
  if (a.timeScale === b.timeScale) return 'timeout';
  const [scales, timeouts] = [a.timeScale / b.timeScale, a.timeoutMs / b.timeoutMs];
  const both = `time scale, which was ${a.timeScale} in A and ${b.timeScale} in B`;
  return Math.abs(scales / timeouts - 1) < ROUNDING ? both : `timeout and the same ${both}`;
}

/**
 * Why a flag of A did not meet the same fate in B, for each server of both runs where that is so. A server without faults
 * answers alike whatever the seed and the time scale.
 */
export function differentServers(a: BenchResult, b: BenchResult): Map<string, string> {
  const serversOfB = new Map(b.servers.map((server) => [server.label, server]));
  const differences = a.servers.flatMap((server): [string, string][] => {
    const { label } = server;
    const other = serversOfB.get(label);
    if (other === undefined) return [];
    const [faults, faultsOfB] = [server, other].map(faultsText);
    if (faults !== faultsOfB) return [[label, `other faults: ${faults} in A, ${faultsOfB} in B`]];
    const [times, timesOfB] = [server, other].map(timesText);
    if (times !== timesOfB) return [[label, `other requests: ${times} in A, ${timesOfB} in B`]];
    const why = server.faults === NO_FAULTS ? undefined : otherFates(a, b);
    return why === undefined ? [] : [[label, why]];
  });
  return new Map(differences);
}

function faultsText({ faults, schedule }: TestedServer): string {
  return schedule === undefined ? faults : `${faults}, then ${schedule}`;
}

function timesText({ repeat = 1 }: TestedServer): string {
  return `each flag ${repeat === 1 ? 'once' : `${repeat} times`}`;
}

function requestText(settings: BenchResult): string {
  const more = requestSettingsText(settings);
  return `for each flag${more === '' ? ' once' : more}`;
}

function otherFates(a: BenchResult, b: BenchResult): string | undefined {
  const words = [
    ...(a.seed === b.seed ? [] : [`seed ${a.seed} in A and ${b.seed} in B`]),
    ...(a.timeScale === b.timeScale ? [] : [`time scale ${a.timeScale} in A and ${b.timeScale} in B`]),
  ];
  return words.length === 0 ? undefined : `${words.join(', ')}, so that each flag met another fate`;
}

/** A cell, and the run that it is of. */
type CellOfRun = readonly [cell: Omit<Cell, 'repetition'>, run: BenchResult];

/** How the schedules differ on which requests were started; undefined where they do not, or where there is none. */
export function differentSchedules(a: CellOfRun, b: CellOfRun): string | undefined {
  const [one, other] = [scheduleText(a), scheduleText(b)];
  return one === undefined || other === undefined || one === other ? undefined : `${one} in A, ${other} in B`;
}

function scheduleText([cell, { clients = [] }]: CellOfRun): string | undefined {
  const client = benchClient(cell, clients);
  return client.kind === 'open' ? openText(client) : undefined;
}

/** What was run around the cells of one run and not of the other, a sentence without a full stop for each. */
export function differentHooks(a: BenchResult, b: BenchResult): string[] {
  return (Object.keys(hookFields) as HookName[]).flatMap((name) => {
    if (a[name] === b[name]) return [];
    const [one, other] = [a[name], b[name]].map((command) => (command === undefined ? 'nothing' : `"${command}"`));
    return [`--${name} ran ${one} in A, ${other} in B`];
  });
}
