import { z } from 'zod';
import type { DeepReadonly } from '../../lib/schema/deep-readonly.ts';
import { cellResultSchema, cellSchema } from './cell.ts';
import { areConditions } from './condition.ts';
import { curveSchema } from './curve.ts';
import { ownClientSchema } from './own-client.ts';
import { rateCurveSchema } from './rate-curve.ts';
import { hookFields } from './settings/hooks.ts';
import { requestFields } from './settings/request-settings.ts';
import { serviceSchema } from './settings/service.ts';
import { workFields } from './settings/work-settings.ts';
import { testedServerSchema } from './tested-server.ts';
import { warningSchema } from './warning.ts';

/** Counts the changes of the result's shape. */
export const RESULT_SCHEMA_VERSION = 3;

const noiseSchema = z.strictObject({
  /** Processes that ran or wanted to, averaged over the last minute. */
  load: z.number(),
  /** 19 of 20 timers are less late than this. */
  timerErrorMs: z.number(),
  /** What one byte takes to a server on the machine and back. */
  loopbackLatencyMs: z.number(),
});

const machineSchema = z.strictObject({
  cpu: z.string(),
  cores: z.int(),
  memoryBytes: z.number(),
  /** Such as `linux x64`. */
  platform: z.string(),
  /** What kept it from being quiet, before the first cell; absent in runs kept by an earlier version. */
  noise: z.exactOptional(noiseSchema),
});

const lessonRunSchema = z.strictObject({
  number: z.int(),
  /** Absent where nothing was foretold. */
  predicted: z.exactOptional(z.number()),
});

/** What of a bench is settled before its first cell. */
const settings = {
  id: z.string(),
  startedAt: z.iso.datetime(),
  /** As it would be typed. */
  commandLine: z.string(),
  seed: z.int(),
  timeScale: z.number(),
  /** How long one request could take, already scaled. */
  timeoutMs: z.number(),
  /** What each cell downloads; where a rate rises, in turn for as long as each cell lasts. */
  codes: z.array(z.string()),
  ...requestFields,
  ...workFields,
  /** The control API of the lab whose servers they are; absent where the bench starts servers of its own. */
  attached: z.exactOptional(z.string()),
  /** The service that cells are run against, where that is none of the lab's servers; what a proxy before it does is in `servers`. */
  service: z.exactOptional(serviceSchema),
  /** The servers that cells are run against. */
  servers: z.array(testedServerSchema),
  /** How many agents the load was to be spread over; absent where one machine was to send it. */
  agents: z.exactOptional(z.int()),
  /** The cells, in the order in which they are to run; of rates that rise, those that have run and those that come next for certain. */
  planned: z.array(cellSchema),
  /** The clients among the cells' strategies that are none of the lab's; absent where there are none. */
  clients: z.exactOptional(z.array(ownClientSchema)),
  /** The lesson that this run belongs to, and what was foretold of it; absent where it belongs to none. */
  lesson: z.exactOptional(lessonRunSchema),
  ...hookFields,
  /** After so long a cell of such a client, or a command around the cells, is given up; absent where there are none. */
  cellTimeoutMs: z.exactOptional(z.number()),
  /** What the highest m of each sweep is to meet, such as `p95<=200ms,errors<=1%`; absent where nothing was asked. */
  highest: z.exactOptional(z.string().refine(areConditions, 'give conditions such as p95<=200ms,errors<=1%')),
  /** What must hold, such as `async.DELAY.goodput > 40`; absent where nothing was asserted. */
  assertions: z.exactOptional(z.array(z.string())),
  machine: machineSchema,
  versions: z.strictObject({ flaglab: z.string(), node: z.string(), undici: z.string() }),
};

const settingsSchema = z.strictObject(settings);

/** The schema of summary.json and of `bench --json`. */
export const resultSchema = z.strictObject({
  schemaVersion: z.literal(RESULT_SCHEMA_VERSION),
  ...settings,
  /** How many flags each cell downloads; of a crawl, how many addresses; where a rate rises, how many are asked for in turn. */
  items: z.int(),
  /** In the order in which they ran. */
  cells: z.array(cellResultSchema),
  /** One for each server and strategy that was measured at two levels of m or more. */
  curves: z.array(curveSchema),
  /** One for each server of which a rate was measured that was to rise until a condition was met; absent where none was. */
  rateCurves: z.exactOptional(z.array(rateCurveSchema)),
  /** What a search for the best m has found, in plain sentences; absent for other runs, and in those of an earlier version. */
  answer: z.exactOptional(z.string()),
  /** What makes the figures less than they seem. */
  warnings: z.array(warningSchema),
});

/** What keeps a machine from being quiet. */
export type MachineNoise = DeepReadonly<z.infer<typeof noiseSchema>>;

/** The machine that a bench ran on. */
export type Machine = DeepReadonly<z.infer<typeof machineSchema>>;

/** The lesson that a run belongs to. */
export type LessonRun = DeepReadonly<z.infer<typeof lessonRunSchema>>;

/** What of a bench is settled before its first cell. */
export type BenchSettings = DeepReadonly<z.infer<typeof settingsSchema>>;

/** What a bench has found: the value that tables, JSON and reports are made from. */
export type BenchResult = DeepReadonly<z.infer<typeof resultSchema>>;
