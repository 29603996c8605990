import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { DeepReadonly } from '../../lib/schema/deep-readonly.ts';
import { MAX_AGENT_NAME_LENGTH } from './agent-name.ts';
import { leaseKey, presenceKey } from './keys.ts';

/** How often an agent says that it is there, and a bench that it still wants it, in milliseconds … */
export const PULSE_MS = 500;

/** … and how long that holds, in milliseconds. */
const HOLDS_MS = 3000;

const presentSchema = z.strictObject({
  id: z.string().min(1),
  name: z.string().min(1).max(MAX_AGENT_NAME_LENGTH),
  cores: z.int().min(1),
  /** Of the lab. */
  version: z.string(),
  /** Of Node, such as `v26.10.0`. */
  node: z.string(),
  pid: z.int(),
  /** Whether it runs files and commands of somebody's own. */
  allowsCommands: z.boolean(),
});

/** An agent, as it says itself. */
export type Present = DeepReadonly<z.infer<typeof presentSchema>>;

/**
 * An agent says that it is there.
 *
 * @returns the id of the bench that it is to work for; null for none
 */
export async function checkIn(redis: Redis, agent: Present): Promise<string | null> {
  const [, lease] = await Promise.all([
    redis.set(presenceKey(agent.id), JSON.stringify(agent), 'PX', HOLDS_MS),
    redis.get(leaseKey(agent.id)),
  ]);
  return lease;
}

/** An agent says that it leaves. */
export async function checkOut(redis: Redis, { id }: Present): Promise<void> {
  await redis.del(presenceKey(id));
}

/** The agents that are there, by name. What is no agent's word is passed over. */
export async function present(redis: Redis): Promise<Present[]> {
  const keys = new Set<string>();
  for await (const found of redis.scanStream({ match: presenceKey('*'), count: 1000 })) {
    for (const key of found as string[]) keys.add(key);
  }
  const texts = keys.size === 0 ? [] : await redis.mget([...keys]);
  return texts
    .flatMap((text) => readPresent(text) ?? [])
    .sort((a, b) => compare(a.name, b.name) || compare(a.id, b.id));
}

/** Which of these agents are there still. */
export async function stillThere(redis: Redis, agents: readonly Present[]): Promise<Set<string>> {
  if (agents.length === 0) return new Set();
  const texts = await redis.mget(agents.map(({ id }) => presenceKey(id)));
  return new Set(agents.filter((_, i) => texts[i] !== null).map(({ id }) => id));
}

/** Which of these agents work for some bench. */
export async function leased(redis: Redis, agents: readonly Present[]): Promise<Set<string>> {
  if (agents.length === 0) return new Set();
  const benches = await redis.mget(agents.map(({ id }) => leaseKey(id)));
  return new Set(agents.filter((_, i) => benches[i] !== null).map(({ id }) => id));
}

/** Takes so many of the agents that are free, or this bench's already, or none: two benches never wait for each other's. */
const TAKE = `
local free = {}
for i, key in ipairs(KEYS) do
  local bench = redis.call('get', key)
  if (not bench or bench == ARGV[1]) and #free < tonumber(ARGV[2]) then free[#free + 1] = i end
end
if #free < tonumber(ARGV[2]) then return {} end
for _, i in ipairs(free) do redis.call('set', KEYS[i], ARGV[1], 'PX', ARGV[3]) end
return free`;

/** Goes on wanting agents; those that work for another bench by now are left to it. */
const KEEP = `
for _, key in ipairs(KEYS) do
  local bench = redis.call('get', key)
  if not bench or bench == ARGV[1] then redis.call('set', key, ARGV[1], 'PX', ARGV[2]) end
end`;

const GIVE_BACK = `
for _, key in ipairs(KEYS) do
  if redis.call('get', key) == ARGV[1] then redis.call('del', key) end
end`;

/**
 * Takes so many of these agents for a bench, the first of them that are free; or none where there are not as many.
 *
 * @returns those that it has
 */
export async function takeAgents(
  redis: Redis,
  agents: readonly Present[],
  bench: string,
  count: number,
): Promise<Present[]> {
  if (agents.length < count) return [];
  const keys = agents.map(({ id }) => leaseKey(id));
  const taken = (await redis.eval(TAKE, keys.length, ...keys, bench, count, HOLDS_MS)) as number[];
  return taken.map((place) => agents[place - 1]!);
}

/** Says that a bench still wants its agents, which else are free after 3 s. */
export async function keepAgents(redis: Redis, agents: readonly Present[], bench: string): Promise<void> {
  if (agents.length === 0) return;
  await redis.eval(KEEP, agents.length, ...agents.map(({ id }) => leaseKey(id)), bench, HOLDS_MS);
}

/** Gives a bench's agents back. */
export async function giveAgentsBack(redis: Redis, agents: readonly Present[], bench: string): Promise<void> {
  if (agents.length === 0) return;
  await redis.eval(GIVE_BACK, agents.length, ...agents.map(({ id }) => leaseKey(id)), bench);
}

function readPresent(text: string | null): Present | undefined {
  if (text === null) return undefined;
  try {
    return presentSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
