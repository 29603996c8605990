import { sleep } from '../../lib/concurrency/sleep.ts';
import { AgentsGoneError } from '../../lib/errors/agents-gone-error.ts';
import { version } from '../../lib/package/version.ts';
import { counted } from '../../lib/units/counted.ts';
import { formatDuration } from '../../lib/units/duration.ts';
import { every } from './every.ts';
import type { RedisLink } from './redis-link.ts';
import {
  giveAgentsBack,
  keepAgents,
  leased,
  type Present,
  PULSE_MS,
  present,
  stillThere,
  takeAgents,
} from './roster.ts';

/** An agent that is missing at so many looks in turn is gone: while Redis is away, nobody looks. */
const ABSENT_LOOKS = 4;

/** Which agents a bench wants. */
export interface CrewOptions {
  /** What its queue and its keys are called by: no other bench has it. */
  readonly bench: string;
  readonly count: number;
  /** How long they are waited for, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether they are to run files or commands of somebody's own. */
  readonly isOwn: boolean;
  /** Is told who is there while others are waited for. */
  readonly tell: (message: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** The agents that work for a bench. Disposing of it gives them back. */
export class Crew implements AsyncDisposable {
  readonly #link: RedisLink;
  readonly #options: CrewOptions;
  readonly #pulse: Disposable;
  readonly #absentLooks = new Map<string, number>();
  #agents: Present[];

  /**
   * Waits until there are as many agents as are wanted.
   *
   * @throws AgentsGoneError when they do not come in time, or do not allow what they are to run
   */
  static async gather(link: RedisLink, options: CrewOptions): Promise<Crew> {
    const agents = await link.orGone(gathered(link, options, options.count));
    const crew = new Crew(link, options, agents);
    const strict = agents.find(({ allowsCommands }) => options.isOwn && !allowsCommands);
    if (strict === undefined) return crew;
    await crew[Symbol.asyncDispose]();
    throw new AgentsGoneError(
      `the agent ${strict.name} runs no files or commands of somebody's own: start it with --allow-commands, or measure the lab's strategies`,
    );
  }

  private constructor(link: RedisLink, options: CrewOptions, agents: readonly Present[]) {
    this.#link = link;
    this.#options = options;
    this.#agents = [...agents];
    this.#pulse = every(PULSE_MS, () => this.#beat());
  }

  /** Whether an agent of that id has not gone. */
  has(id: string): boolean {
    return this.#agents.some((agent) => agent.id === id);
  }

  /** The agent of that id; undefined where it has gone. */
  agent(id: string): Present | undefined {
    return this.#agents.find((agent) => agent.id === id);
  }

  /**
   * The agents for the next cell. For those that have gone others are taken, as far as some are free.
   *
   * @throws AgentsGoneError when there is none any more
   */
  async ready(): Promise<readonly Present[]> {
    const { count, bench, isOwn } = this.#options;
    const isFit = ({ id, allowsCommands }: Present) => !this.has(id) && (allowsCommands || !isOwn);
    while (this.#agents.length < count) {
      const others = (await fitting(this.#link)).filter(isFit);
      const [taken] = await this.#link.orGone(takeAgents(this.#link.redis, others, bench, 1));
      if (taken === undefined) break;
      this.#agents.push(taken);
    }
    if (this.#agents.length === 0) this.#agents = await this.#link.orGone(gathered(this.#link, this.#options, 1));
    return this.#agents;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#pulse[Symbol.dispose]();
    if (!this.#link.isMissed) await giveAgentsBack(this.#link.redis, this.#agents, this.#options.bench);
  }

  async #beat(): Promise<void> {
    const { redis } = this.#link;
    await keepAgents(redis, this.#agents, this.#options.bench);
    const there = await stillThere(redis, this.#agents);
    for (const { id } of this.#agents) {
      this.#absentLooks.set(id, there.has(id) ? 0 : (this.#absentLooks.get(id) ?? 0) + 1);
    }
    this.#agents = this.#agents.filter(({ id }) => this.#absentLooks.get(id)! < ABSENT_LOOKS);
  }
}

/** The agents that are there and of this version. */
async function fitting({ redis }: RedisLink): Promise<Present[]> {
  return (await present(redis)).filter((agent) => agent.version === version());
}

async function gathered(link: RedisLink, options: CrewOptions, count: number): Promise<Present[]> {
  const { bench, timeoutMs, tell, signal } = options;
  const { redis } = link;
  const untilMs = performance.now() + timeoutMs;
  let told = '';
  while (true) {
    const taken = await takeAgents(redis, await fitting(link), bench, count);
    if (taken.length > 0) return taken;
    const there = await thereText(link);
    if (performance.now() >= untilMs) {
      throw new AgentsGoneError(
        `${counted(count, 'agent')} did not come within ${formatDuration(timeoutMs)}: ${there}. Start more with npx flaglab agent --redis ${link.address}, or ask for fewer with --agents`,
      );
    }
    if (there !== told) tell(`Waiting up to ${formatDuration(timeoutMs)} for ${counted(count, 'agent')}: ${there}.`);
    told = there;
    await sleep(PULSE_MS, signal);
  }
}

/** Who is there, for people: `a1 (2 cores) and a2 (4 cores) are there, b1 works for another bench`. */
async function thereText(link: RedisLink): Promise<string> {
  const all = await present(link.redis);
  const busy = await leased(link.redis, all);
  const free = all.filter(({ id, version: theirs }) => theirs === version() && !busy.has(id));
  const named = free.map(({ name, cores }) => `${name} (${counted(cores, 'core')})`);
  const others = all.filter((agent) => !free.includes(agent));
  return [
    named.length === 0 ? 'none is free' : `${joined(named)} ${named.length === 1 ? 'is' : 'are'} there`,
    ...others.map(({ name, version: theirs }) =>
      theirs === version()
        ? `${name} works for another bench`
        : `${name} is of version ${theirs}, this is ${version()}`,
    ),
  ].join(', ');
}

function joined(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
