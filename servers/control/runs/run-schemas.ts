import { z } from 'zod';
import { isRunName, RUN_NAME } from '../../../lib/run-name.ts';
import { verdictSchema } from '../../records/verdict-schema.ts';

const runName = z
  .string()
  .refine(isRunName, { error: `the name of a run is ${RUN_NAME}` })
  .meta({ description: 'What requests give in the header X-Lab-Run, or before their path: /run/red/flags/.' });

/** The body that starts a run; all servers when none is named, and all requests when the run has no name. */
export const runBody = z.strictObject({
  servers: z.array(z.string()).min(1).optional(),
  name: runName.optional(),
  leaseMs: z
    .int()
    .min(1000)
    .max(3_600_000)
    .optional()
    .describe(
      'A run that has not been renewed for so many milliseconds gives way to the next one without a name; default: only a stop ends it.',
    ),
});

/** A run and, once it is stopped, its verdicts. */
export const runState = z.strictObject({
  id: z.string(),
  name: z.string().optional().describe('Of the requests that belong to it; absent where all do.'),
  servers: z.array(z.string()),
  state: z.enum(['running', 'stopped']),
  leaseLeftMs: z
    .exactOptional(z.number())
    .describe('After so many milliseconds without a renewal it gives way; absent where only a stop ends it.'),
  cuts: z.array(z.string()).describe('What else has ended a part of it, or all: a reset, another run of its name.'),
  others: z
    .array(z.string())
    .describe(
      'Names in the verdicts that belong to other runs: they had requests before this run, or were started by name during it. A name that first came up during this run counts as its own.',
    ),
  verdicts: z.array(verdictSchema).describe('Of each server, one for each name that requests gave in X-Lab-Run.'),
});

/** Several runs. */
export const runsState = z.strictObject({ runs: z.array(runState) });

/** What starts a run. */
export type RunBody = Readonly<z.infer<typeof runBody>>;

/** A span of time on some servers, with verdicts for each of them once it is stopped. */
export type Run = Readonly<z.infer<typeof runState>>;
