import { z } from 'zod';
import type { DeepReadonly } from '../../lib/schema/deep-readonly.ts';

/** Why the figures may be less than they seem. */
const WARNING_KINDS = [
  'contradicted',
  'beaten-ideal',
  'littles-law',
  'held-loop',
  'event-loop',
  'small-sample',
  'too-short',
  'timer',
  'cpu',
  'late-starts',
  'records-dropped',
  'shared',
  'descriptors',
  'second-try',
  'fewer-agents',
  'late-agent',
  'slow-agent',
  'idle-agent',
  'agent-clocks',
  'records-missing',
  'cell-failed',
  'cleanup-failed',
  'interrupted',
] as const;

/** The kinds that say that something kept the client, or the server, from its work. */
export const BUSY_KINDS: readonly Warning['kind'][] = ['event-loop', 'timer'];

/** The schema of a warning. */
export const warningSchema = z.strictObject({
  kind: z.enum(WARNING_KINDS),
  /** The cell's index in the result's `cells`; absent where all are meant. */
  cell: z.exactOptional(z.int()),
  /** By how many milliseconds times may be too long, where that is the doubt. */
  lateMs: z.exactOptional(z.number()),
  /** The names of the agents that had nothing to do, where that is the doubt. */
  agents: z.exactOptional(z.array(z.string())),
  /** What was seen, in one sentence with its figure. */
  message: z.string(),
  /** What to do about it. */
  hint: z.string(),
});

/** A doubt that a bench has about itself. */
export type Warning = DeepReadonly<z.infer<typeof warningSchema>>;
