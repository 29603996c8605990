import { z } from 'zod';
import { verdictSchema } from '../../records/verdict-schema.ts';
import { ROOM_CAPACITIES } from '../../room/room.ts';
import { RUN_PAUSE_MS } from '../../room/seat.ts';

/** The longest time that can be foretold, in milliseconds. */
const MAX_PREDICTION_MS = 86_400_000;

const predictedMs = z
  .number()
  .min(0)
  .max(MAX_PREDICTION_MS)
  .describe('How long, by its own word, all that a name asks for will take.');

const runResult = z.strictObject({
  run: z.int().describe('Which of the runs of this name on this server, from 1.'),
  requests: z.int(),
  keys: z.int(),
  refused: z.int().describe('How many of the requests a limit turned away.'),
  ok: z.int().describe('How many of the keys were answered whole with a status below 400, however often.'),
  flags: z.int().describe('How many of the keys were flags, not lists or what is told of a country.'),
  flagsOk: z.int().describe('How many of the flags came.'),
  makespanMs: z.number(),
  shareOfIdeal: z
    .number()
    .optional()
    .describe(
      'The shortest time in which anybody could have got what came, each of it once, over the time that it took, 0 to 1: unlike the efficiency of the verdict, which is for as many in flight as there were.',
    ),
  shareWithheld: z.string().optional().describe('Why there is no share of the ideal.'),
  politeness: z
    .number()
    .describe(
      'From 0 to 1: requests turned away, requests given up although they would have been answered, Retry-After broken, repeats, retries and connections make it less. Where limits are shared, what was turned away counts by the share of them that the name took up itself.',
    ),
  score: z
    .number()
    .optional()
    .describe('100 × shareOfIdeal × politeness; absent where there is no share of the ideal.'),
});

const crowdingState = z.strictObject({
  tookMs: z
    .number()
    .describe(
      'How long each of its requests that were let through took on average, from its first try on: back-offs after refusals, the wait for a place and the service.',
    ),
  aloneMs: z
    .number()
    .describe(
      'How long the same requests would have taken with the server to themselves: waits for each other, and back-offs after refusals for which the name had taken up the server itself.',
    ),
  waitedMs: z.number().describe('How long they waited in all, for a place and after refusals.'),
  behind: z
    .array(z.strictObject({ name: z.string().optional().describe('Absent for those without one.'), ms: z.number() }))
    .readonly()
    .describe(
      'Who took up the server while they waited, each for its part of the time, the most first, five at most; itself among them.',
    ),
});

const turnedAwayState = z.strictObject({
  requests: z.int().describe('How many of the run were turned away, as far as they are remembered.'),
  forGood: z.int().describe('How many of them were not asked for again.'),
  ownShare: z
    .number()
    .describe(
      'The share that the name took up itself at those moments on average, 0 to 1: of the places, slots and line, or of what a rate let through.',
    ),
  heldBy: z
    .array(z.strictObject({ name: z.string().optional().describe('Absent for those without one.'), share: z.number() }))
    .readonly()
    .describe('Who took them up then, each its share, the most first, five at most; itself among them.'),
});

const seatState = z.strictObject({
  label: z.string().describe('Which server.'),
  inFlight: z.int(),
  queuedMs: z
    .number()
    .optional()
    .describe(
      'How long the requests of the last run have waited for a place, together; absent where faults are hidden.',
    ),
  verdict: verdictSchema
    .partial({ faulted: true, idealMs: true })
    .describe(
      'Of the last run, which may still go on. Where faults are hidden, without how many requests they touched, and without the ideal.',
    ),
  last: runResult.describe(
    `The same run. A run of a name begins with its first request, with the first after ${RUN_PAUSE_MS / 1000} s in which nothing of it was in flight or told to wait, and by POST /api/runs with the name.`,
  ),
  best: runResult.describe(
    'Of all its runs: the one that asked for most flags, of those the one with the highest score.',
  ),
  crowding: crowdingState
    .optional()
    .describe('In a room that shares limits: what the last run lost to others. Absent where nothing waited.'),
  turnedAway: turnedAwayState
    .optional()
    .describe('In a room that shares limits: what of the last run was turned away. Absent where nothing was.'),
});

const roomServer = z.strictObject({
  label: z.string(),
  url: z.string(),
  fairness: z
    .number()
    .optional()
    .describe(
      "Jain's index (R. Jain, D. Chiu, W. Hawe, 1984) of how fast the requests of each name were answered in its last run, as a share of how fast they would have been without the others: 1 where all were slowed down alike, or nobody was; 1/n where one of n was not, and the others had to wait for ever. What was turned away for good while others took up the server was not answered. Absent for fewer than two names, and where each has a capacity of its own.",
    ),
});

const roomName = z.strictObject({
  name: z.string(),
  predictedMs: predictedMs.optional(),
  seats: z.array(seatState).describe('One for each server that the name has asked.'),
});

/** The data of a room's scoreboard. */
export const roomState = z.strictObject({
  capacity: z.enum(ROOM_CAPACITIES).describe('Whether each name has limits and a schedule of its own.'),
  frozen: z.boolean().describe('Whether all of this is kept as it was.'),
  areNamesHidden: z
    .boolean()
    .describe('Whether pages are to show numbers instead of names; here they stand all the same.'),
  maxNames: z.int(),
  servers: z.array(roomServer),
  names: z.array(roomName),
});

/** The body that foretells. */
export const predictionBody = z.strictObject({ predictedMs });

/** What was foretold. */
export const predictionState = z.strictObject({ name: z.string(), predictedMs });

/** The body that freezes the scoreboard or lets it go on, and hides names or shows them; what is left out stays. */
export const shownBody = z.strictObject({
  frozen: roomState.shape.frozen.optional(),
  areNamesHidden: roomState.shape.areNamesHidden.optional(),
});

/** The body that begins a scoreboard anew: all of it, or one name. */
export const resetBody = z.strictObject({ name: z.string().optional() });

/** The data of a room's scoreboard. */
export type RoomState = Readonly<z.infer<typeof roomState>>;

/** What was foretold. */
export type Prediction = Readonly<z.infer<typeof predictionState>>;

/** What is shown, and how. */
export type Shown = Readonly<z.infer<typeof shownBody>>;
