import { messageOf } from '../../lib/errors/message-of.ts';
import { firstIssue } from '../../lib/schema/issue-text.ts';
import { parseDuration } from '../../lib/units/duration.ts';
import type { Profile } from '../faults/contract/fault-spec.ts';
import { parseProfile } from '../faults/profile.ts';
import type { ScheduleStep } from '../faults/schedule.ts';
import { parseLabel } from '../lab/label.ts';
import { profileFor } from '../lab/profile-for.ts';
import { parseHeaderSize } from '../proxy/header-limit.ts';
import { leadsTo } from '../proxy/leads-to.ts';
import { proxyTarget } from '../proxy/proxy-target.ts';
import { clash, type ListenAddress, parseListen } from './listen-text.ts';
import { type ProxyEntry, proxiesFile } from './proxies-schema.ts';
import { readSource } from './source-document.ts';

/** What of a proxy holds until it is started again. */
export interface FixedSettings
  extends Pick<ProxyEntry, 'target' | 'https' | 'allowHosts' | 'keepHost' | 'insecure' | 'cors' | 'runsByPath'> {
  readonly listen: ListenAddress;
  readonly maxHeaderBytes: number | undefined;
  readonly certificateFile: string | undefined;
}

/** One proxy, as a file says it. */
export interface ProxySettings {
  readonly label: string;
  readonly fixed: FixedSettings;
  readonly enabled: boolean;
  readonly profile: Profile;
  readonly schedule: readonly ScheduleStep[];
}

/** All proxies of a file, and what else their fates depend on. */
export interface ProxiesSettings {
  readonly seed: number;
  readonly timeScale: number;
  readonly proxies: readonly ProxySettings[];
}

/** What is wrong with one proxy of a list beside the others, and in which of its fields. */
type Conflict = readonly [index: number, field: keyof ProxyEntry, words: string];

/**
 * Reads a file of proxies: YAML where its name ends so, else JSON with comments.
 *
 * @throws UsageError with the place in the file, what is wrong there, and what was expected
 */
export function readProxies(file: string, text: string): ProxiesSettings {
  const source = readSource(file, text);
  const read = proxiesFile.safeParse(source.value);
  if (!read.success) {
    const { path, words } = firstIssue(read.error);
    throw source.objection(path, words);
  }
  const { seed, timeScale } = read.data;
  const proxies = read.data.proxies.map(settingsOf);
  const [conflict] = [...conflicts(proxies)];
  if (conflict === undefined) return { seed, timeScale, proxies };
  const [index, field, words] = conflict;
  throw source.objection(['proxies', index, field], words);
}

function settingsOf(entry: ProxyEntry): ProxySettings {
  const { name, listen, faults, schedule, enabled, maxHeaderSize, certificateFile, ...others } = entry;
  return {
    label: parseLabel(name),
    enabled,
    profile: parseProfile(faults),
    schedule: schedule
      .map((step) => ({ atMs: parseDuration(step.at), profile: parseProfile(step.faults) }))
      .sort((a, b) => a.atMs - b.atMs),
    fixed: {
      ...others,
      certificateFile,
      listen: parseListen(String(listen)),
      maxHeaderBytes: maxHeaderSize === undefined ? undefined : parseHeaderSize(maxHeaderSize),
    },
  };
}

function* conflicts(proxies: readonly ProxySettings[]): Generator<Conflict> {
  for (const [index, { label, fixed }] of proxies.entries()) {
    const unfit = unfitFaults(proxies[index]!);
    if (unfit !== undefined) yield [index, 'faults', unfit];
    const before = proxies.slice(0, index);
    if (before.some((other) => other.label === label)) {
      yield [index, 'name', `another proxy is called ${label} already: give each a name of its own`];
    }
    const neighbour = before.find((other) => clash(other.fixed.listen, fixed.listen));
    if (neighbour !== undefined) yield [index, 'listen', `${neighbour.label} listens there already`];
    const way = wayOf(proxies[index]!, proxies);
    if (way.at(-1) === label)
      yield [index, 'target', `it leads back to ${label} itself (${[label, ...way].join(' -> ')})`];
  }
}

/** Why a proxy cannot have its faults. */
function unfitFaults({ label, profile, schedule }: ProxySettings): string | undefined {
  try {
    profileFor(label, profile, schedule);
  } catch (error) {
    return messageOf(error);
  }
  return undefined;
}

/** The labels of the proxies that a request of one is passed on to, until it leaves them or comes to one for the second time. */
function wayOf(first: ProxySettings, proxies: readonly ProxySettings[]): string[] {
  const way: string[] = [];
  let at: ProxySettings | undefined = first;
  while (at !== undefined) {
    const target = proxyTarget(at.fixed.target);
    const next = proxies.find(({ fixed }) => leadsTo(target, fixed.listen));
    if (next === undefined) break;
    const isSecondTime = way.includes(next.label);
    way.push(next.label);
    at = isSecondTime || next === first ? undefined : next;
  }
  return way;
}
