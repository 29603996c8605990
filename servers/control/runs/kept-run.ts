import type { RunningServer } from '../../lab/running-server.ts';
import type { RecordFilter } from '../../records/record-filter.ts';
import type { RecordLines } from '../../records/record-lines.ts';
import type { Verdict } from '../../records/verdict-schema.ts';
import type { Lease } from './lease.ts';
import type { Run } from './run-schemas.ts';

/** How many names of others a run remembers. */
const MAX_OTHERS = 1000;

/** Of so many names at most, each gets a verdict of its own. */
const MAX_NAMES = 100;

/** A run as the lab keeps it, while it goes on and once it is stopped. */
export interface KeptRun {
  readonly id: string;
  /** The name of the requests that belong to it; undefined where all do. */
  readonly name: string | undefined;
  readonly servers: readonly RunningServer[];
  /** Absent where only a stop ends it. */
  readonly lease: Lease | undefined;
  /** The first request of each server that is not of an earlier run of that name. */
  readonly sinceSeq: Map<RunningServer, number>;
  readonly cuts: string[];
  /** Of a run without a name: names of runs that were there before it, or that somebody has started amid it. */
  readonly others: Set<string>;
  stopped: Stopped | undefined;
  /** Its judging, from when on it is being stopped. */
  stopping: Promise<void> | undefined;
}

interface Stopped {
  readonly verdicts: readonly Verdict[];
  /** Those of each server; absent where they have been forgotten. */
  records?: readonly RecordLines[];
}

/** Remembers that requests of this name are somebody else's. */
export function noteOther({ others }: KeptRun, name: string): void {
  if (others.size < MAX_OTHERS) others.add(name);
}

/** Has a server begin afresh; of a run with a name, for that name alone. */
export async function begin({ name, sinceSeq }: KeptRun, server: RunningServer): Promise<void> {
  await server.reset(name);
  if (name !== undefined) sinceSeq.set(server, (await server.counts()).requests);
}

function filterOf({ name, sinceSeq }: KeptRun, server: RunningServer): RecordFilter {
  return { run: name, sinceSeq: sinceSeq.get(server) };
}

/** The requests of a run, those so far while it goes on: for each of its servers. */
export function recordsOf(run: KeptRun): Promise<RecordLines[]> {
  return Promise.all(run.servers.map((server) => server.recordLines(filterOf(run, server))));
}

/** The verdicts of a server on a run: one for each name that its requests gave. */
export async function verdictsOf(run: KeptRun, server: RunningServer): Promise<Verdict[]> {
  const filter = filterOf(run, server);
  if (run.name !== undefined) return [await server.verdict(filter)];
  const names = await server.runNames(filter.sinceSeq);
  if (names.length === 0 || names.length > MAX_NAMES) return [await server.verdict(filter)];
  return Promise.all(names.map((name) => server.verdict({ ...filter, run: name })));
}

/** A run as the control API tells it. */
export function describe({ id, name, servers, lease, cuts, others, stopped }: KeptRun): Run {
  const verdicts = [...(stopped?.verdicts ?? [])];
  return {
    id,
    name,
    servers: servers.map(({ label }) => label),
    state: stopped === undefined ? 'running' : 'stopped',
    ...(lease !== undefined && stopped === undefined && { leaseLeftMs: lease.leftMs }),
    cuts: [...cuts],
    others: [...others].filter((other) => verdicts.some(({ run }) => run === other)),
    verdicts,
  };
}
