import { z } from 'zod';
import type { DeepReadonly } from '../../lib/schema/deep-readonly.ts';

/** What the time of a cell went to: first what no client can save, then what was lost, from the server to the client. */
export const TIME_PARTS = [
  { name: 'injected', title: 'injected by the faults: no client can save it' },
  { name: 'slowed', title: 'the server took longer than its faults asked for' },
  { name: 'queued', title: "waiting in the server's queue" },
  { name: 'refused', title: 'refused by the server, and waiting to ask again' },
  { name: 'backOff', title: 'waiting to ask again after a failure' },
  { name: 'retried', title: 'asking again after a failure, on which the plan did not count' },
  { name: 'repeated', title: 'asking again though nothing had failed' },
  { name: 'underWay', title: 'connecting, and on the way to the server' },
  { name: 'unread', title: 'on the way back, or not yet read by the client' },
  { name: 'elsewhere', title: 'slots of the server empty, all m requests being held elsewhere' },
  { name: 'unused', title: 'slots empty, though flags were still to be asked for' },
  { name: 'tail', title: 'slots empty at the end: no flag was left to ask for' },
] as const;

/** The name of a part. */
export type TimePart = (typeof TIME_PARTS)[number]['name'];

/** A part that a better client, or a better server, would not have. */
export type LostPart = Exclude<TimePart, 'injected'>;

/** The names of those. */
export const LOST_PARTS: readonly LostPart[] = TIME_PARTS.map(({ name }) => name).filter((name) => name !== 'injected');

/** The schema of where the time of a cell went. */
export const timePartsSchema = z.strictObject({
  /** Whose slots are too few for a shorter ideal, and so are looked at: the server's only where they end first. */
  slotsOf: z.enum(['client', 'server']),
  /** How many these are. */
  slots: z.int().min(1),
  /** The parts in milliseconds of the elapsed time, averaged over the slots: they add up to all of it. */
  partsMs: z.strictObject(
    Object.fromEntries(
      TIME_PARTS.map(({ name, title }) => [name, z.number().min(0).meta({ description: title })]),
    ) as Record<TimePart, z.ZodNumber>,
  ),
});

/** Where the time of a cell went. */
export type TimeParts = DeepReadonly<z.infer<typeof timePartsSchema>>;
