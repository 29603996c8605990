import { z } from 'zod';
import { ARRIVALS } from '../../clients/schedule/arrival-schedule.ts';
import { STRATEGY_ROWS } from '../../clients/strategy-rows.ts';
import { UsageError } from '../../lib/errors/usage-error.ts';
import type { DeepReadonly } from '../../lib/schema/deep-readonly.ts';
import { formatDuration } from '../../lib/units/duration.ts';
import type { Cell } from './cell.ts';
import { areConditions } from './condition.ts';

/** What a row of open-loop requests is called. */
export const OPEN = 'open';

/** The schema of a client that is a command in any language. */
export const commandSchema = z.strictObject({ kind: z.literal('command'), name: z.string(), template: z.string() });

/** The schema of a client that is a module, in a file. */
export const moduleSchema = z.strictObject({ kind: z.literal('module'), name: z.string(), file: z.string() });

/** The schema of requests that start on schedule at one rate. */
export const openSchema = z.strictObject({
  kind: z.literal('open'),
  name: z.literal(OPEN),
  ratePerSecond: z.number(),
  durationMs: z.number(),
  arrivals: z.enum(ARRIVALS),
});

const climbSchema = z.strictObject({
  kind: z.literal('climb'),
  name: z.literal(OPEN),
  /** The rates that come one after the other until a condition is met, ascending. */
  ratesPerSecond: z.array(z.number()),
  /** How many more are measured at most, between the highest that the server took and the lowest that it did not. */
  refinements: z.int().min(0),
  /** When it ends: as soon as one of these conditions is met, such as `errors>1%`. */
  until: z.string().refine(areConditions, 'give conditions such as errors>1%,p95>500ms'),
  /** How long each rate lasts at least. */
  durationMs: z.number(),
  /** How many requests each rate has at least: one that comes slowly lasts longer. */
  leastRequests: z.int().min(0),
  arrivals: z.enum(ARRIVALS),
  /** How often each rate is measured. */
  repetitions: z.int().min(1),
});

/** The schema of a row that is no strategy of the lab: it is kept with the run. */
export const ownClientSchema = z.discriminatedUnion('kind', [commandSchema, moduleSchema, openSchema, climbSchema]);

/** A client that is no strategy of the lab: a command, a module, or requests that start on schedule. */
export type OwnClient = DeepReadonly<z.infer<typeof ownClientSchema>>;

/** Requests that start on schedule at one rate. */
export type OpenClient = DeepReadonly<z.infer<typeof openSchema>>;

/** Requests that start on schedule at a rate that rises from cell to cell. */
export type ClimbClient = DeepReadonly<z.infer<typeof climbSchema>>;

/** The schedule on which requests start, for people. */
export function openText({ ratePerSecond, durationMs, arrivals }: OpenClient): string {
  return `${ratePerSecond} requests a second for ${formatDuration(durationMs)}, ${arrivals}`;
}

/** The rates of a climb and when it ends, for people. */
export function climbText({ ratesPerSecond, refinements, until, durationMs, leastRequests, arrivals }: ClimbClient) {
  const rates = ratesPerSecond.map((rate) => `${rate}/s`).join(', ');
  const more = refinements === 0 ? '' : `, then up to ${refinements} between`;
  const longer = leastRequests === 0 ? '' : `, or longer for ${leastRequests} requests`;
  return `${rates}, until ${until}${more}; each for ${formatDuration(durationMs)}${longer}, ${arrivals}`;
}

/** The rates that are climbed among the clients of a run; undefined where none are. */
export function climbAmong(clients: readonly OwnClient[] = []): ClimbClient | undefined {
  return clients.find((client) => client.kind === 'climb');
}

/** Who asks in a cell. */
export type BenchClient = Exclude<OwnClient, ClimbClient> | { readonly kind: 'strategy'; readonly name: string };

/** The client that a cell names as its strategy. */
export function benchClient(
  { strategy: name, ratePerSecond, durationMs }: Pick<Cell, 'strategy' | 'ratePerSecond' | 'durationMs'>,
  own: readonly OwnClient[] = [],
): BenchClient {
  const client = own.find((one) => one.name === name) ?? ({ kind: 'strategy', name } as const);
  if (client.kind !== 'climb') return client;
  const { arrivals } = client;
  return { kind: 'open', name: OPEN, ratePerSecond: ratePerSecond!, durationMs: durationMs!, arrivals };
}

/**
 * Makes sure that each row can be told from the others.
 *
 * @throws UsageError when two clients have one name, or one has that of a strategy
 */
export function checkNames(clients: readonly OwnClient[]): void {
  const taken = new Set<string>(STRATEGY_ROWS.map(({ name }) => name));
  for (const { kind, name } of clients) {
    const way = kind === 'module' ? '' : `, or a command one of its own: --command 'mine=…'`;
    if (taken.has(name))
      throw new UsageError(`there is another client called "${name}": give the file another name${way}`);
    taken.add(name);
  }
}
