import { z } from 'zod';
import { MAX_RETRIES } from '../../clients/download/download.ts';
import { MAX_SAVE_TIMES, SAVE_WAYS } from '../../clients/download/item-work.ts';
import { STRATEGY_ROWS } from '../../clients/strategy-rows.ts';
import { UsageError } from '../../lib/errors/usage-error.ts';
import { version } from '../../lib/package/version.ts';
import { isRunName } from '../../lib/run-name.ts';
import { issueText } from '../../lib/schema/issue-text.ts';
import { commandSchema, moduleSchema, openSchema } from '../result/own-client.ts';
import type { ShareTask } from './split-cell.ts';

const address = z.url({ protocol: /^https?$/ });
const count = z.int().min(1);
const codes = z.array(z.string()).min(1);

const strategySchema = z.strictObject({
  kind: z.literal('strategy'),
  name: z.enum(STRATEGY_ROWS.map(({ name }) => name)),
});

const requestSchema = z.strictObject({
  path: z.string(),
  method: z.string(),
  headers: z.array(z.string()),
  body: z.exactOptional(z.string()),
  okStatuses: z.exactOptional(z.array(z.int())),
});

const optionsSchema = z.strictObject({
  baseUrl: address,
  m: count,
  run: z.exactOptional(z.string().refine(isRunName)),
  seed: z.int(),
  timeScale: z.number().min(0),
  timeoutMs: z.number().positive(),
  retries: z.int().min(0).max(MAX_RETRIES),
  names: z.boolean(),
  /** One page leads to the others: there is nothing to deal. */
  crawl: z.literal(false),
  saveTimes: z.exactOptional(z.int().min(1).max(MAX_SAVE_TIMES)),
  saveWith: z.exactOptional(z.enum(SAVE_WAYS)),
  request: z.exactOptional(requestSchema),
});

const clientTaskSchema = z.strictObject({
  client: z.discriminatedUnion('kind', [strategySchema, moduleSchema, openSchema]),
  codes,
  options: optionsSchema,
  saves: z.exactOptional(z.literal(true)),
  turn: z.exactOptional(z.strictObject({ index: z.int().min(0), of: count })),
  warmUpItems: z.exactOptional(count),
});

const commandTaskSchema = z.strictObject({
  client: commandSchema,
  label: z.string(),
  baseUrl: address,
  codes,
  m: count,
  seed: z.int(),
  cellTimeoutMs: z.number().positive(),
});

/** What a job says of itself in every version of the lab, so that it can be answered. */
const addressed = {
  /** Of the lab that sent it. */
  version: z.string(),
  /** What the queue and the keys of its bench are called by. */
  bench: z.string(),
  /** What the run of the cell is called. */
  run: z.string(),
  /** Which of the cell's shares it is, from 0. */
  index: z.int().min(0),
};

const addressedSchema = z.object(addressed);

const shareSchema = z.strictObject({
  ...addressed,
  /** How many shares the cell has. */
  of: count,
  /** The cell, for people: `async on DELAY, m = 100`. */
  cell: z.string(),
  /** The control API of the servers, whose clock is everybody's. */
  control: address,
  task: z.union([clientTaskSchema, commandTaskSchema]),
});

/** Whose share it is, and of what. */
export type Addressed = Readonly<z.infer<typeof addressedSchema>>;

/** A job: what one agent is to do of a cell. */
export interface Share extends Addressed {
  readonly of: number;
  readonly cell: string;
  readonly control: string;
  readonly task: ShareTask;
}

/** Whom a job comes from; undefined where it does not say. */
export function addressedBy(data: unknown): Addressed | undefined {
  return addressedSchema.safeParse(data).data;
}

/**
 * Reads a job.
 *
 * @throws UsageError when it is none, or one of another version of the lab
 */
export function readShare(data: unknown): Share {
  const from = addressedBy(data);
  if (from !== undefined && from.version !== version()) {
    throw new UsageError(
      `the share is of version ${from.version} of the lab, this agent of ${version()}: start both with the same one`,
    );
  }
  const read = shareSchema.safeParse(data);
  if (read.success) return read.data as Share;
  throw new UsageError(`what is in the queue is no share of a cell: ${issueText(read.error, 'the job')}`);
}
