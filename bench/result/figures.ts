import { z } from 'zod';
import { OUTCOME_KINDS } from '../../clients/download/outcome-kinds.ts';
import type { DeepReadonly } from '../../lib/schema/deep-readonly.ts';
import { samplesNeeded } from '../statistics/quantile.ts';
import { loopHolderSchema } from '../usage/loop-holder.ts';
import { always, type FigureTraits, ITEMS, LOAD, LOSS, quantile, sometimes, TIMED, WAIT } from './figure-kinds.ts';
import { timePartsSchema } from './time-parts.ts';
import { BYTES, COUNT, DURATION, MILLISECONDS, RATE, RATIO, SECONDS, SHARE, type Unit } from './unit.ts';

/** One figure of a cell: all that tables, assertions, goals, schemas, reports and documents say of it comes from here. */
export interface Figure extends FigureTraits {
  /** What it is called, in assertions and, with blanks between its words, everywhere else: `peakInFlight`. */
  readonly name: string;
  /** Its field in JSON, which ends in its unit. */
  readonly field: keyof Figures & string;
  readonly unit: Unit;
  /** What it is, and how it is computed. */
  readonly definition: string;
  /** Which cells do not have it; absent where all do. */
  readonly absent?: string;
}

/** Which cells have nothing that a server saw. */
const UNSEEN = 'for a service that is asked without the proxy';

const UNSCHEDULED = 'without a schedule';

/** Every figure of a cell, but for its outcomes by kind. */
export const FIGURES = [
  always(
    'elapsed',
    'elapsedMs',
    DURATION,
    'from the first request sent to the last item ended, without start-up; of a schedule, at least its duration',
    ITEMS,
  ),
  always('items', 'items', COUNT, 'how many items were asked for', ITEMS),
  always('requests', 'requests', COUNT, 'how many requests were sent, retries included', ITEMS),
  always('throughput', 'throughputPerSecond', RATE, 'items that were answered, with whatever status, per second'),
  always('goodput', 'goodputPerSecond', RATE, 'items that ended ok, per second; throughput counts every answered item'),
  always('errors', 'errorShare', SHARE, 'the share of items that ended neither ok nor as not found', LOSS),
  always(
    'ideal',
    'idealMs',
    DURATION,
    'the shortest time that any client could take, from the known fates: the longest, of a crawl the longest chain, or all shared out among the slots, whichever takes longer; of a rate at least (ok requests - burst) / rate; with --cpu at least CPU time / cores, and what the longest takes with its own',
    ITEMS,
  ),
  always(
    'schedule',
    'scheduleMs',
    DURATION,
    'the time when each slot takes the next item as soon as it is free',
    ITEMS,
  ),
  sometimes(
    'efficiency',
    'efficiency',
    RATIO,
    'ideal time / measured time',
    'for schedules, fates without time, and where it is withheld',
  ),
  quantile(0.5, 'p50', 'latencyP50Ms'),
  quantile(0.95, 'p95', 'latencyP95Ms'),
  quantile(0.99, 'p99', 'latencyP99Ms'),
  sometimes(
    'overhead',
    'overheadP50Ms',
    MILLISECONDS,
    'median time on top of what the faults and --cpu took',
    'for under 10 items that were answered',
    { ...WAIT, itemsNeeded: samplesNeeded(0.5) },
  ),
  always(
    'cpu',
    'cpuSeconds',
    SECONDS,
    'CPU time of the client, all its threads and the processes that compute for it, their start included',
    ITEMS,
  ),
  always(
    'peakRss',
    'peakRssBytes',
    BYTES,
    'the most memory that the client, with the processes that compute for it, ever had resident, warm-up included',
  ),
  sometimes(
    'eventLoopDelay',
    'eventLoopDelayP99Ms',
    MILLISECONDS,
    '99th percentile of how late its main event loop was',
    'for commands and for downloads too short to tell',
  ),
  sometimes(
    'cpuWork',
    'cpuWorkMs',
    MILLISECONDS,
    'what --cpu takes for one item on a core, by a second calibration, after the cell',
    'without --cpu',
  ),
  sometimes(
    'refused',
    'refused',
    COUNT,
    'requests that a limit of the server turned away',
    'in runs of an earlier version',
    LOSS,
  ),
  sometimes('peakInFlight', 'peakInFlight', COUNT, 'the most requests at once that the server saw', UNSEEN, LOAD),
  sometimes(
    'meanInFlight',
    'meanInFlight',
    COUNT,
    'requests at once that the server saw, averaged over the cell',
    UNSEEN,
    LOAD,
  ),
  sometimes('connections', 'connections', COUNT, 'how many connections brought requests', UNSEEN, LOAD),
  sometimes('lateStarts', 'lateStarts', COUNT, 'requests sent over 1 ms after their time', UNSCHEDULED, TIMED),
  sometimes(
    'bunched',
    'bunched',
    COUNT,
    'requests sent over 1 ms after their time, and after that of the next',
    UNSCHEDULED,
    TIMED,
  ),
  sometimes(
    'offered',
    'offeredPerSecond',
    RATE,
    'requests sent before their schedule was over, per second',
    UNSCHEDULED,
    TIMED,
  ),
  sometimes(
    'waitGrowth',
    'waitGrowthMs',
    MILLISECONDS,
    "how much longer requests waited in a schedule's last quarter than in its second",
    'where not known',
    { ...TIMED, isGoodWhileLow: true },
  ),
] as const;

/** The name of a figure. */
export type FigureName = (typeof FIGURES)[number]['name'];

type FieldOf<Kind> = Extract<(typeof FIGURES)[number], Kind>['field'];
type SureField = Exclude<(typeof FIGURES)[number]['field'], FieldOf<{ absent: string }>>;

/** The schema of a cell's outcomes by kind. */
const outcomesSchema = z.strictObject(
  Object.fromEntries(OUTCOME_KINDS.map((kind) => [kind, z.int()])) as Record<(typeof OUTCOME_KINDS)[number], z.ZodInt>,
);

/** The fields of what is measured of one cell, for a schema. */
export const figureFields = {
  /** How many items ended in each way; they add up to `items`. */
  outcomes: outcomesSchema,
  /**
   * Why its times do not measure the work that was asked for, without a full stop: efficiency and speed-up are withheld.
   * Absent where they are not.
   */
  withheld: z.exactOptional(z.string()),
  /**
   * How many items were ok by the client's own word, by the server's records, and by the plan. Absent where the records
   * do not contradict the client; the outcomes above are those of the records.
   */
  contradicted: z.exactOptional(z.strictObject({ client: z.int(), server: z.int(), plan: z.exactOptional(z.int()) })),
  /** How many items failed for each reason, such as `status 418`; absent in runs kept by an earlier version. */
  reasons: z.record(z.string(), z.int()).optional(),
  /** Where the time went; absent without an efficiency, with work beside requests, of crawls, and in runs kept by an earlier version. */
  timeParts: z.exactOptional(timePartsSchema),
  /**
   * The functions that held the main event loop for over 50 ms. Absent where nobody looked: it is looked at where items have
   * work beside their requests, and in modules of one's own.
   */
  heldBy: z.exactOptional(z.array(loopHolderSchema)),
  ...(Object.fromEntries(
    FIGURES.map((figure) => {
      const value = z.number().meta({ description: figureMeaning(figure as Figure) });
      return [figure.field, 'absent' in figure ? value.optional() : value];
    }),
  ) as Record<SureField, z.ZodNumber> & Record<FieldOf<{ absent: string }>, z.ZodOptional<z.ZodNumber>>),
};

const figuresSchema = z.strictObject(figureFields);

/** What is measured of one cell. */
export type Figures = DeepReadonly<z.infer<typeof figuresSchema>>;

/** The figure of that name. */
export function figure(name: FigureName): Figure {
  return FIGURES.find((known) => known.name === name)! as Figure;
}

/** A figure's name for people: `peakInFlight` is the peak in flight. */
export function figureTitle({ name }: Pick<Figure, 'name'>): string {
  const words = name.replaceAll(/(?=[A-Z])/g, ' ').toLowerCase();
  return words.replaceAll(/\b(?:cpu|rss)\b/g, (word) => word.toUpperCase());
}

/** What a figure is, and which cells do not have it. */
export function figureMeaning({ definition, absent }: Figure): string {
  return absent === undefined ? definition : `${definition}; absent ${absent}`;
}

/** A cell's value of a figure; undefined where the cell has none. */
export function figureValue({ field }: Pick<Figure, 'field'>, figures: Readonly<Partial<Figures>>): number | undefined {
  return figures[field] as number | undefined;
}

/** What stands where there is no figure. */
export const NOTHING = '–';

/** A cell's value of a figure for people. */
export function figureText(figure: Figure, figures: Readonly<Partial<Figures>>): string {
  const value = figureValue(figure, figures);
  return value === undefined ? NOTHING : figure.unit.text(value);
}
