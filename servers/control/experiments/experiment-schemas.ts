import { z } from 'zod';

/** How many levels a sweep may have: each is a cell for each of its clients. */
const MAX_LEVELS = 32;

/** How many clients may be named at once. */
const MAX_CLIENTS = 32;

const common = {
  server: z.string().describe('One of the lab: another one is started like it, with the faults that it has now.'),
  limit: z.exactOptional(z.int().min(1)).describe('At most so many flags.'),
  timeScale: z
    .exactOptional(z.number())
    .describe('Multiplies every injected duration; default as on the command line.'),
  seed: z.exactOptional(z.int()).describe('Of all fates; default: that of the lab.'),
};

const several = {
  clients: z
    .exactOptional(z.array(z.string()).min(1).max(MAX_CLIENTS))
    .describe('Strategies, and clients that serve was given by name; default: those of bench.'),
  all: z.exactOptional(z.boolean()).describe('All countries that have a flag; default: the 20 most populous.'),
};

const raceOrder = z.strictObject({
  kind: z.literal('race'),
  ...common,
  ...several,
  m: z.exactOptional(z.int().min(1)).describe('The most requests in flight at once; default as on the command line.'),
});

const sweepOrder = z.strictObject({
  kind: z.literal('sweep'),
  ...common,
  ...several,
  levels: z
    .exactOptional(z.union([z.literal('auto'), z.array(z.int().min(1)).min(1).max(MAX_LEVELS)]))
    .describe('Levels of m, ascending; default: auto, doubled up to all flags.'),
});

const tuneOrder = z.strictObject({
  kind: z.literal('tune'),
  ...common,
  clients: z.exactOptional(z.array(z.string()).length(1)).describe('One strategy; default: that of tune.'),
  budget: z.exactOptional(z.int().min(3)).describe('At most so many measurements; default as on the command line.'),
});

/** The body that starts an experiment: what is left out is as the command line has it. */
export const experimentOrder = z.discriminatedUnion('kind', [raceOrder, sweepOrder, tuneOrder]);

const cell = z.strictObject({
  client: z.string(),
  m: z.int(),
  repetition: z.int().describe('From 1: only a search measures a level again.'),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  items: z.int().describe('How many flags it asks for.'),
  elapsedMs: z.number().describe('So far; at the end from its first request to its last byte.'),
  outcomes: z
    .record(z.string(), z.int())
    .describe(
      'How items have ended, by kind, ok among them: while it runs as its server saw it, at the end as judged.',
    ),
  reasons: z
    .exactOptional(z.record(z.string(), z.int()))
    .describe('At the end: how many failed for each reason, such as `status 418`, those that were not found aside.'),
  goodputPerSecond: z.number().describe('Those that ended ok, by the time so far.'),
  flagsFrom: z.int().describe('How many of its flags were told before those that stand here.'),
  flags: z.array(z.string()).describe('The codes of the flags that came, in order of completion.'),
  idealMs: z
    .exactOptional(z.number())
    .describe('The lower bound for whoever has m slots; absent where it is not known.'),
  errorShare: z
    .exactOptional(z.number())
    .describe('The share of items that ended neither ok nor as not found, 0 to 1.'),
  latencyP95Ms: z.exactOptional(z.number()),
  efficiency: z.exactOptional(z.number()).describe('The ideal over the time that it took, 0 to 1.'),
  withheld: z.exactOptional(z.string()).describe('Why its times are no measure of its work.'),
  error: z.exactOptional(z.string()).describe('Why it could not be measured.'),
});

/** An experiment as far as it has come. In an event, the flags of a cell are those that came since the one before. */
export const experimentState = z.strictObject({
  id: z.string().describe('That of the run in the history, too.'),
  kind: z.enum(['race', 'sweep', 'tune']),
  server: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  intent: z.string().describe('What is done, in one line.'),
  commandLine: z.string().describe('What does the same on the command line.'),
  seed: z.int(),
  timeScale: z.number(),
  timeoutMs: z.number(),
  cells: z.array(cell).describe('In the order in which they run; a search adds one after the other.'),
  ranking: z
    .exactOptional(z.array(z.int()))
    .describe('Places in `cells` at the end, by goodput, the best first; who is in it has times that are a measure.'),
  headline: z.exactOptional(z.string()).describe('The answer, in a sentence or two.'),
  answers: z.exactOptional(z.array(z.string())).describe('Of a sweep: what each of its curves says.'),
  report: z.exactOptional(z.string()).describe('The path of its report, once something has been measured.'),
  error: z.exactOptional(z.string()).describe('Why it ended before its time.'),
});

/** What can be chosen, and what goes on or was last. */
export const experimentsState = z.strictObject({
  servers: z.array(z.strictObject({ label: z.string(), faults: z.string() })),
  strategies: z.array(
    z
      .strictObject({ name: z.string(), summary: z.string(), defaultM: z.int(), maxM: z.int() })
      .describe('Its own default, and the most that it can have.'),
  ),
  clients: z.array(z.strictObject({ name: z.string() })).describe('Those that serve was given by --client.'),
  m: z.int().describe('The most requests in flight of a race where nothing is said.'),
  experiment: z.exactOptional(experimentState),
});

/** A run as the history lists it. */
export const keptRun = z.strictObject({
  id: z.string(),
  kind: z.exactOptional(z.enum(['race', 'sweep', 'tune', 'rate'])).describe('`rate` for requests on schedule.'),
  startedAt: z.string().describe('ISO 8601.'),
  commandLine: z.string(),
  seed: z.int(),
  timeScale: z.number(),
  cellsDone: z.int(),
  cellsPlanned: z.int(),
  headline: z.exactOptional(z.string()),
  damage: z.exactOptional(z.string()).describe('What is wrong with it.'),
});

/** The result of a run as it is kept. */
export const keptResult = z
  .record(z.string(), z.unknown())
  .describe('As summary.json has it, whose schema the package brings along.');

/** What starts an experiment. */
export type ExperimentOrder = Readonly<z.infer<typeof experimentOrder>>;

/** A cell of an experiment as far as it has come. */
export type ExperimentCell = Readonly<z.infer<typeof cell>>;

/** An experiment as far as it has come. */
export type ExperimentState = Readonly<z.infer<typeof experimentState>>;

/** What can be chosen, and what goes on or was last. */
export type ExperimentsState = Readonly<z.infer<typeof experimentsState>>;

/** A run as the history lists it. */
export type KeptRun = Readonly<z.infer<typeof keptRun>>;
