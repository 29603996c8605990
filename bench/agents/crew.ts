import { sleep } from '../../lib/concurrency/sleep.ts';
import { AgentsGoneError } from '../../lib/errors/agents-gone-error.ts';
import { counted } from '../../lib/units/counted.ts';
import { formatDuration } from '../../lib/units/duration.ts';
import { every } from './every.ts';
import { isFit, thereText } from './fitting.ts';
import type { RedisLink } from './redis/redis-link.ts';
import { giveAgentsBack, heardOf, keepAgents, type Present, PULSE_MS, present, takeAgents } from './roster.ts';

/** An agent that is missing at so many looks in turn is gone: while Redis is away, nobody looks. */
const ABSENT_LOOKS = 4;

/** How often agents are looked for that are to be heard of once more, in milliseconds, and how many times. */
const AGAIN_LOOK_MS = 100;
const AGAIN_LOOKS = (ABSENT_LOOKS * PULSE_MS) / AGAIN_LOOK_MS;

/** Which agents a bench wants. */
export interface CrewOptions {
  /** What its queue and its keys are called by: no other bench has it. */
  readonly bench: string;
  readonly count: number;
  /** How long they are waited for, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether they are to run files or commands of somebody's own. */
  readonly isOwn: boolean;
  /** Is told what whoever waits should know: who is there while others are waited for, and what is done once more. */
  readonly tell: (message: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** The agents that work for a bench. Disposing of it gives them back. */
export class Crew implements AsyncDisposable {
  readonly #link: RedisLink;
  readonly #options: CrewOptions;
  readonly #pulse: Disposable;
  readonly #absentLooks = new Map<string, number>();
  /** All that have not gone, those that are about to leave too. */
  #agents: Present[];

  /**
   * Waits until there are as many agents as are wanted, and fit for what they are to run.
   *
   * @throws AgentsGoneError when they do not come in time
   */
  static async gather(link: RedisLink, options: CrewOptions): Promise<Crew> {
    return new Crew(link, options, await link.orGone(gathered(link, options, options.count)));
  }

  private constructor(link: RedisLink, options: CrewOptions, agents: readonly Present[]) {
    this.#link = link;
    this.#options = options;
    this.#agents = [...agents];
    // A Redis that refuses is noticed here, whatever else is waited for.
    this.#pulse = every(PULSE_MS, () => link.orGone(this.#beat()));
  }

  /** Whether an agent of that id has not gone. */
  has(id: string): boolean {
    return this.#agents.some((agent) => agent.id === id);
  }

  /** Whether an agent of that id begins nothing any more. */
  isLeaving(id: string): boolean {
    return this.#agents.some((agent) => agent.id === id && agent.isLeaving === true);
  }

  /**
   * The agents for the next cell. For those that have gone, or are about to, others are taken, as far as some are free.
   *
   * @throws AgentsGoneError when there is none any more
   */
  async ready(): Promise<readonly Present[]> {
    const { count, isOwn } = this.#options;
    await this.#link.orGone(this.#hear());
    while (this.#staying().length < count) {
      const names = new Set(this.#agents.map(({ name }) => name));
      const others = (await this.#link.orGone(present(this.#link.redis))).filter(
        (agent) => isFit(agent, isOwn) && !this.has(agent.id) && !names.has(agent.name),
      );
      const [taken] = await this.#take(others);
      if (taken === undefined) break;
      this.#agents.push(taken);
    }
    if (this.#staying().length === 0) {
      this.#agents.push(...(await this.#link.orGone(gathered(this.#link, this.#options, 1))));
    }
    return this.#staying();
  }

  /**
   * Waits until all agents have been heard of once more. Those that are not are gone from then on: where one has died, others
   * may have.
   *
   * @throws AgentsGoneError when Redis is gone
   */
  async heardAgain(): Promise<void> {
    const sinceMs = performance.now();
    let silent = new Set<string>();
    // Looks are counted, and not the time: while Redis is away, one look takes long.
    for (let looks = 0; looks < AGAIN_LOOKS && (looks === 0 || silent.size > 0); looks++) {
      await sleep(AGAIN_LOOK_MS);
      const heard = await this.#link.orGone(heardOf(this.#link.redis, this.#agents));
      const agoMs = performance.now() - sinceMs;
      const isSilent = ({ id }: Present) => (heard.get(id)?.agoMs ?? Number.POSITIVE_INFINITY) > agoMs;
      silent = new Set(this.#agents.filter(isSilent).map(({ id }) => id));
    }
    this.#agents = this.#agents.filter(({ id }) => !silent.has(id));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#pulse[Symbol.dispose]();
    if (this.#link.isMissed) return;
    const { redis } = this.#link;
    await this.#link.unlessRefused(giveAgentsBack(redis, this.#agents, this.#options.bench));
  }

  #staying(): Present[] {
    return this.#agents.filter(({ isLeaving }) => isLeaving !== true);
  }

  async #take(others: readonly Present[]): Promise<Present[]> {
    return await this.#link.orGone(takeAgents(this.#link.redis, others, this.#options.bench, 1));
  }

  async #beat(): Promise<void> {
    const heard = await this.#hear();
    for (const { id } of this.#agents) {
      this.#absentLooks.set(id, heard.has(id) ? 0 : (this.#absentLooks.get(id) ?? 0) + 1);
    }
    this.#agents = this.#agents.filter(({ id }) => (this.#absentLooks.get(id) ?? 0) < ABSENT_LOOKS);
    await keepAgents(this.#link.redis, this.#agents, this.#options.bench);
  }

  /** Looks which agents are there, and takes over what they say of themselves. Resolves to their ids. */
  async #hear(): Promise<Set<string>> {
    const heard = await heardOf(this.#link.redis, this.#agents);
    this.#agents = this.#agents.map((agent) => heard.get(agent.id)?.agent ?? agent);
    return new Set(heard.keys());
  }
}

async function gathered(link: RedisLink, options: CrewOptions, count: number): Promise<Present[]> {
  const { bench, timeoutMs, isOwn, tell, signal } = options;
  const { redis } = link;
  const untilMs = performance.now() + timeoutMs;
  let told = '';
  while (true) {
    const all = await present(redis);
    const fitting = all.filter((agent) => isFit(agent, isOwn));
    const taken = await takeAgents(redis, fitting, bench, count);
    if (taken.length > 0) return taken;
    const there = await thereText(redis, all, isOwn);
    if (performance.now() >= untilMs) {
      const start = `npx flaglab agent --redis ${link.address}${isOwn ? ' --allow-commands' : ''}`;
      throw new AgentsGoneError(
        `${counted(count, 'agent')} did not come within ${formatDuration(timeoutMs)}: ${there}. Start more with ${start}, or ask for fewer with --agents`,
      );
    }
    if (there !== told) tell(`Waiting up to ${formatDuration(timeoutMs)} for ${counted(count, 'agent')}: ${there}.`);
    told = there;
    await sleep(PULSE_MS, signal);
  }
}
