import type { Redis } from 'ioredis';
import { z } from 'zod';
import { AgentError } from '../../lib/errors/agent-error.ts';
import { MissedStartError } from '../../lib/errors/missed-start-error.ts';
import { UsageError } from '../../lib/errors/usage-error.ts';
import type { DeepReadonly } from '../../lib/schema/deep-readonly.ts';
import { loopHolderSchema } from '../usage/loop-holder.ts';
import { progressKey, stageKey } from './keys.ts';
import { executed } from './redis/redis-refusal.ts';

/** How long what is said of a share is kept without being said again, in milliseconds: longer than Redis may be away. */
const KEPT_MS = 60_000;

/** The same of a cell's stage, which a bench says again and again: who hears of none any more knows that its bench is gone. */
const STAGE_KEPT_MS = 5000;

const stageSchema = z.discriminatedUnion('stage', [
  /** Its shares are handed out, and wait for each other. */
  z.strictObject({ stage: z.literal('gathering') }),
  /** All are held, and begin at that moment of the servers' clock. */
  z.strictObject({ stage: z.literal('starting'), startMs: z.number() }),
  /** What agents still do of it, they give up. */
  z.strictObject({ stage: z.literal('over') }),
]);

const usageSchema = z.object({
  cpuSeconds: z.number(),
  peakRssBytes: z.number(),
  eventLoopDelayP99Ms: z.number().optional(),
});

const doneSchema = z.strictObject({
  state: z.literal('done'),
  agent: z.string(),
  usage: usageSchema,
  /** When its requests began, on the servers' clock; absent for a command. */
  beganMs: z.number().optional(),
  offsetMs: z.number(),
  uncertaintyMs: z.number(),
  /** How many outcomes it has sent. */
  outcomes: z.int().min(0),
  heldBy: z.array(loopHolderSchema).optional(),
  /** The last line that a command printed. */
  printed: z.string().optional(),
});

const progressSchema = z.discriminatedUnion('state', [
  /** It has all that it needs, and waits for the start. */
  z.strictObject({ state: z.literal('held'), agent: z.string() }),
  z.strictObject({ state: z.literal('running'), agent: z.string() }),
  doneSchema,
  /** It is not going to be done; whose fault that is decides whether somebody else may. */
  z.strictObject({
    state: z.literal('failed'),
    agent: z.string(),
    message: z.string(),
    fault: z.enum(['agent', 'late', 'client', 'refused']),
  }),
]);

/** How far a cell is, as its bench says. */
export type Stage = DeepReadonly<z.infer<typeof stageSchema>>;

/** How far a share is, as its agent says; `agent` is the agent's id. */
export type Progress = DeepReadonly<z.infer<typeof progressSchema>>;

/** A share that has been done. */
export type Done = Extract<Progress, { state: 'done' }>;

/** A share that is not going to be done. */
export type Failed = Extract<Progress, { state: 'failed' }>;

/** Says how far a cell is. */
export async function setStage(redis: Redis, bench: string, run: string, stage: Stage): Promise<void> {
  await redis.set(stageKey(bench, run), JSON.stringify(stage), 'PX', STAGE_KEPT_MS);
}

/** How far a cell is; undefined where nobody knows of it: its bench is gone, or Redis has forgotten. */
export async function stageOf(redis: Redis, bench: string, run: string): Promise<Stage | undefined> {
  const text = await redis.get(stageKey(bench, run));
  return text === null ? undefined : stageSchema.safeParse(parsed(text)).data;
}

/** Says how far a share is. */
export async function report(
  redis: Redis,
  { bench, run, index }: { readonly bench: string; readonly run: string; readonly index: number },
  progress: Progress,
): Promise<void> {
  const key = progressKey(bench, run);
  await executed(redis.multi().hset(key, index, JSON.stringify(progress)).pexpire(key, KEPT_MS));
}

/**
 * How far the shares of a cell are, by their index; those that nobody has told of are missing.
 *
 * @throws AgentError when what is told there is none of an agent of this version
 */
export async function progressOf(redis: Redis, bench: string, run: string): Promise<Map<number, Progress>> {
  const told = await redis.hgetall(progressKey(bench, run));
  return new Map(
    Object.entries(told).map(([index, text]) => {
      const { data } = progressSchema.safeParse(parsed(text));
      if (data === undefined) throw new AgentError(`what is told of share ${Number(index) + 1} cannot be read`);
      return [Number(index), data];
    }),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a client of somebody's own comes to is its own fault, unless the agent was. */
export function faultOf(error: unknown, isOwn: boolean): Failed['fault'] {
  if (error instanceof MissedStartError) return 'late';
  if (error instanceof UsageError) return 'refused';
  return isOwn && !(error instanceof AgentError) ? 'client' : 'agent';
}
