import { z } from 'zod';

/** The schema of what a verdict says of the attempts at one key. */
export const backOffSchema = z.strictObject({
  intervals: z.int(),
  minMs: z.number(),
  medianMs: z.number(),
  growing: z
    .boolean()
    .optional()
    .describe('Whether later intervals of a key were longer than earlier ones; absent where no key has two intervals.'),
});

/** The schema of what a server saw of a client in one run. */
export const verdictSchema = z.strictObject({
  label: z.string(),
  requests: z.int(),
  keys: z.int().describe('Different keys asked for.'),
  amplification: z.number().describe('Requests for each key, on average: 1 for a client that never asks twice.'),
  maxAttempts: z.int(),
  ok: z.int().describe('Answered whole with a status below 400.'),
  shed: z.int().describe('Turned away by a limit of capacity or rate.'),
  faulted: z.int().describe('Touched by any fault.'),
  clientGone: z.int().describe('Given up by the client before the answer.'),
  throughputPerSecond: z.number().describe('Answered requests a second.'),
  goodputPerSecond: z.number().describe('Ok answers a second.'),
  makespanMs: z.number().describe('From the first arrival to the last ending.'),
  peakInFlight: z.int(),
  meanInFlight: z.number(),
  connections: z.int(),
  requestsPerConnection: z.number().describe('Requests for each connection, on average.'),
  idealMs: z.number().describe('The shortest time in which the observed peak of slots could have had these answers.'),
  efficiency: z.number().optional().describe('Ideal time / makespan; absent where nothing was injected.'),
  backOff: backOffSchema.optional(),
  retryAfter: z
    .strictObject({ obeyed: z.int(), violated: z.int() })
    .describe('Attempts that came after an answer with Retry-After: how many waited so long, how many did not.'),
  wastedMs: z.number().describe('Time spent on requests whose client had gone before the answer.'),
  dropped: z.int().describe('Requests that are no longer remembered; all figures are without them.'),
});
