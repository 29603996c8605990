import { z } from 'zod';
import { ARRIVALS } from '../../clients/schedule/arrival-schedule.ts';
import { STRATEGIES } from '../../clients/strategies.ts';
import { UsageError } from '../../lib/errors/usage-error.ts';
import { formatDuration } from '../../lib/units/duration.ts';

/** What a row of open-loop requests is called. */
export const OPEN = 'open';

/** The schema of a row that is no strategy of the lab: it is kept with the run. */
export const ownClientSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('command'), name: z.string(), template: z.string() }),
  z.strictObject({ kind: z.literal('module'), name: z.string(), file: z.string() }),
  z.strictObject({
    kind: z.literal('open'),
    name: z.literal(OPEN),
    ratePerSecond: z.number(),
    durationMs: z.number(),
    arrivals: z.enum(ARRIVALS),
  }),
]);

/** A client that is no strategy of the lab: a command, a module, or requests that start on schedule. */
export type OwnClient = z.infer<typeof ownClientSchema>;

/** The schedule on which requests start, for people. */
export function openText({ ratePerSecond, durationMs, arrivals }: Extract<OwnClient, { kind: 'open' }>): string {
  return `${ratePerSecond} requests a second for ${formatDuration(durationMs)}, ${arrivals}`;
}

/** Who asks in a cell. */
export type BenchClient = OwnClient | { readonly kind: 'strategy'; readonly name: string };

/** The client that a cell names as its strategy. */
export function benchClient(name: string, own: readonly OwnClient[] = []): BenchClient {
  return own.find((client) => client.name === name) ?? { kind: 'strategy', name };
}

/**
 * Makes sure that each row can be told from the others.
 *
 * @throws UsageError when two clients have one name, or one has that of a strategy
 */
export function checkNames(clients: readonly OwnClient[]): void {
  const taken = new Set(STRATEGIES.map(({ name }) => name));
  for (const { kind, name } of clients) {
    const way = kind === 'module' ? 'give the file another name' : `give it a name of its own: --command 'mine=…'`;
    if (taken.has(name)) throw new UsageError(`there is another client called "${name}": ${way}`);
    taken.add(name);
  }
}
