import { z } from 'zod';
import { OUTCOME_KINDS } from '../../clients/download/outcome.ts';
import { DataError } from '../../lib/errors/data-error.ts';
import { FIGURES, type FigureDefinition } from './figures.ts';
import { ownClientSchema } from './own-client.ts';
import { type BenchResult, RESULT_SCHEMA_VERSION } from './result.ts';
import { WARNING_KINDS } from './warning.ts';

const cell = { server: z.string(), strategy: z.string(), m: z.int().min(1), repetition: z.int().min(1) };
const interval = z.strictObject({ value: z.number(), low: z.number(), high: z.number() });

const measures = Object.fromEntries(
  FIGURES.map(({ name, definition, always }: FigureDefinition) => {
    const figure = z.number().meta({ description: definition });
    return [name, always ? figure : figure.optional()];
  }),
);

const outcomes = z.strictObject(Object.fromEntries(OUTCOME_KINDS.map((kind) => [kind, z.int()])));

const usl = z.strictObject({
  gamma: interval,
  alpha: interval,
  beta: interval,
  slots: interval.optional(),
  peakM: interval.partial({ high: true }).optional(),
  r2: z.number(),
});

const curve = z.strictObject({
  server: z.string(),
  strategy: z.string(),
  levels: z.array(
    z.strictObject({
      m: z.int(),
      repetitions: z.int(),
      goodputPerSecond: interval,
      latencyP95Ms: z.number().optional(),
      errorShare: z.number(),
      efficiency: z.number().optional(),
    }),
  ),
  usl: z.union([usl, z.strictObject({ why: z.string() })]),
  knee: z.strictObject({ byFit: z.number().optional(), byKneedle: z.number().optional(), sentence: z.string() }),
  highest: z.strictObject({ m: z.int().optional(), sentence: z.string() }).optional(),
  bestM: z.number(),
  bytesPerRequestInFlight: z.number().optional(),
});

/** The schema of summary.json and of `bench --json`. */
export const resultSchema = z.strictObject({
  schemaVersion: z.literal(RESULT_SCHEMA_VERSION),
  id: z.string(),
  startedAt: z.iso.datetime(),
  commandLine: z.string(),
  seed: z.int(),
  timeScale: z.number(),
  timeoutMs: z.number(),
  items: z.int(),
  codes: z.array(z.string()),
  machine: z.strictObject({ cpu: z.string(), cores: z.int(), memoryBytes: z.number(), platform: z.string() }),
  versions: z.strictObject({ flaglab: z.string(), node: z.string(), undici: z.string() }),
  servers: z.array(z.strictObject({ label: z.string(), faults: z.string(), slots: z.int().optional() })),
  planned: z.array(z.strictObject(cell)),
  clients: z.array(ownClientSchema).optional(),
  cellTimeoutMs: z.number().optional(),
  highest: z.string().optional(),
  cells: z.array(
    z.union([z.strictObject({ ...cell, outcomes, ...measures }), z.strictObject({ ...cell, error: z.string() })]),
  ),
  curves: z.array(curve),
  warnings: z.array(
    z.strictObject({ kind: z.enum(WARNING_KINDS), cell: z.int().optional(), message: z.string(), hint: z.string() }),
  ),
});

/**
 * Reads a saved result.
 *
 * @throws DataError when it is not one, or was written by a later version
 */
export function parseResult(text: string, file: string): BenchResult {
  const json = jsonOf(text, file);
  const version = (json as { schemaVersion?: number }).schemaVersion;
  if (version !== undefined && version > RESULT_SCHEMA_VERSION) {
    throw new DataError(`${file} was written by a later flaglab (version ${version}): update flaglab to read it`);
  }
  const parsed = resultSchema.safeParse(json);
  if (parsed.success) return parsed.data as unknown as BenchResult;
  const [issue] = parsed.error.issues;
  throw new DataError(`${file} is not the summary of a bench (${issue!.path.join('.')}: ${issue!.message})`);
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DataError(`${file} is damaged: it is not well-formed JSON`, { cause });
  }
}
