import type { Redis } from 'ioredis';
import { version } from '../../lib/package/version.ts';
import { counted } from '../../lib/units/counted.ts';
import { listed } from '../../lib/units/listed.ts';
import { leased, type Present } from './roster.ts';

/**
 * Whether an agent can work for a bench of this version, were it free.
 *
 * @param isOwn whether it is to run files or commands of somebody's own
 */
export function isFit(agent: Present, isOwn: boolean): boolean {
  return agent.version === version() && (agent.allowsCommands || !isOwn);
}

/**
 * Which of these agents can be taken, and why not the others, for people: `a1 (2 cores) and a2 (4 cores) are there, b1 works for
 * another bench`.
 */
export async function thereText(redis: Redis, all: readonly Present[], isOwn: boolean): Promise<string> {
  const busy = await leased(redis, all);
  const able = all.filter((agent) => isFit(agent, isOwn) && !busy.has(agent.id));
  const free = able.filter(({ name }, i) => able.findIndex((other) => other.name === name) === i);
  const named = free.map(({ name, cores }) => `${name} (${counted(cores, 'core')})`);
  const others = all.filter((agent) => !free.includes(agent));
  const strict = others.filter(({ allowsCommands, id }) => isOwn && !allowsCommands && !busy.has(id));
  return [
    named.length === 0 ? 'none is free' : `${listed(named)} ${named.length === 1 ? 'is' : 'are'} there`,
    ...others.filter((agent) => !strict.includes(agent)).map((agent) => whyNot(agent, busy)),
    ...(strict.length === 0 ? [] : [strictText(strict)]),
  ].join(', ');
}

function whyNot({ id, name, version: theirs }: Present, busy: ReadonlySet<string>): string {
  if (theirs !== version()) return `${name} is of version ${theirs}, this is ${version()}`;
  if (busy.has(id)) return `${name} works for another bench`;
  return `another one is called ${name}, too, and does not count (give each a --name of its own)`;
}

function strictText(strict: readonly Present[]): string {
  const [does, runs] = strict.length === 1 ? ['does', 'runs'] : ['do', 'run'];
  const names = listed(strict.map(({ name }) => name));
  return `${names} ${does} not count: started without --allow-commands, ${strict.length === 1 ? 'it' : 'they'} ${runs} no files or commands of somebody's own`;
}
