import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { DeepReadonly } from '../../lib/schema/deep-readonly.ts';
import { nameObjection } from './agent-name.ts';
import { leaseKey, presenceKey } from './keys.ts';

/** How often an agent says that it is there, and a bench that it still wants it, in milliseconds … */
export const PULSE_MS = 500;

/** … and how long that holds, in milliseconds. */
const HOLDS_MS = 3000;

/** Of whom nothing was heard for so long, who has no work yet is given none: it may be dead. In milliseconds. */
const SILENT_MS = 3 * PULSE_MS;

/** What is shown of an agent. */
const word = z.string().refine((text) => nameObjection(text) === undefined);

const presentSchema = z.strictObject({
  id: z.string().min(1),
  name: word,
  cores: z.int().min(1),
  /** Of the lab. */
  version: word,
  /** Of Node, such as `v26.10.0`. */
  node: word,
  pid: z.int(),
  /** Whether it runs files and commands of somebody's own. */
  allowsCommands: z.boolean(),
  /** It finishes what it has begun, and begins nothing any more. */
  isLeaving: z.exactOptional(z.literal(true)),
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

/** An agent says that it leaves, or has left. */
export async function checkOut(redis: Redis, agent: Present): Promise<void> {
  await checkIn(redis, { ...agent, isLeaving: true });
}

/** What is heard of an agent. */
export interface Heard {
  /** As it says itself now. */
  readonly agent: Present;
  /** How long ago it said so, in milliseconds. */
  readonly agoMs: number;
}

/** The agents that are there and do not leave, by name. What is no agent's word is passed over. */
export async function present(redis: Redis): Promise<Present[]> {
  const keys = new Set<string>();
  for await (const found of redis.scanStream({ match: presenceKey('*'), count: 1000 })) {
    for (const key of found as string[]) keys.add(key);
  }
  return (await heardAt(redis, [...keys]))
    .filter(({ agoMs, agent }) => agoMs < SILENT_MS && agent.isLeaving !== true)
    .map(({ agent }) => agent)
    .sort((a, b) => compare(a.name, b.name) || compare(a.id, b.id));
}

/** What is heard of these agents, by their ids; who is silent is missing. */
export async function heardOf(redis: Redis, agents: readonly Present[]): Promise<Map<string, Heard>> {
  const heard = await heardAt(
    redis,
    agents.map(({ id }) => presenceKey(id)),
  );
  return new Map(heard.map((one) => [one.agent.id, one]));
}

async function heardAt(redis: Redis, keys: readonly string[]): Promise<Heard[]> {
  if (keys.length === 0) return [];
  const [texts, lefts] = await Promise.all([redis.mget([...keys]), Promise.all(keys.map((key) => redis.pttl(key)))]);
  return texts.flatMap((text, i) => {
    const agent = readPresent(text);
    return agent === undefined ? [] : [{ agent, agoMs: HOLDS_MS - lefts[i]! }];
  });
}

/** Which of these agents work for some bench. */
export async function leased(redis: Redis, agents: readonly Present[]): Promise<Set<string>> {
  if (agents.length === 0) return new Set();
  const benches = await redis.mget(agents.map(({ id }) => leaseKey(id)));
  return new Set(agents.filter((_, i) => benches[i] !== null).map(({ id }) => id));
}

/**
 * Takes so many of the agents that are free, or this bench's already, or none: two benches never wait for each other's. And none
 * of the same name as another, for what is told of them could not be told apart.
 */
const TAKE = `
local free, named = {}, {}
for i, key in ipairs(KEYS) do
  local bench, name = redis.call('get', key), ARGV[3 + i]
  if (not bench or bench == ARGV[1]) and not named[name] and #free < tonumber(ARGV[2]) then
    free[#free + 1], named[name] = i, true
  end
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
 * Takes so many of these agents for a bench, the first of them that are free, each of another name; or none where
 * there are not as many.
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
  const names = agents.map(({ name }) => name);
  const taken = (await redis.eval(TAKE, keys.length, ...keys, bench, count, HOLDS_MS, ...names)) as number[];
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
