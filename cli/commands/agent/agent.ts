import { hostname } from 'node:os';
import { Agent } from '../../../bench/agents/agent.ts';
import type { AgentEvent } from '../../../bench/agents/agent-event.ts';
import { MAX_AGENT_NAME_LENGTH, nameObjection } from '../../../bench/agents/agent-name.ts';
import { RedisLink } from '../../../bench/agents/redis/redis-link.ts';
import type { Present } from '../../../bench/agents/roster.ts';
import { cores } from '../../../bench/probes/machine-noise.ts';
import { UsageError } from '../../../lib/errors/usage-error.ts';
import { version } from '../../../lib/package/version.ts';
import { counted } from '../../../lib/units/counted.ts';
import { shortDuration } from '../../../lib/units/duration.ts';
import { endWithParent } from '../../started-by/end-with.ts';
import { type CommandContext, note, print } from '../../terminal/command-context.ts';
import { Interrupt } from '../../terminal/interrupt.ts';

/** The options of `flaglab agent`. */
export interface AgentOptions {
  readonly redis: string;
  readonly name?: string;
  readonly allowCommands?: boolean;
  readonly exitWithParent?: boolean;
}

/** Waits for shares and does them until the first signal. Resolves to 0. */
export async function agent(options: AgentOptions, context: CommandContext): Promise<number> {
  const self = presentAgent(options, context);
  using interrupt = new Interrupt(context);
  using _parent = options.exitWithParent === true ? endWithParent(context) : undefined;
  const missed = (message: string) => note(context, message);
  using link = await RedisLink.open(options.redis, { missed });
  // In one line, whatever others have put into the queue.
  const told = (event: AgentEvent) => print(context, eventText(event).replaceAll(/\s+/g, ' '));
  const working = new Agent(link, self, told);
  print(context, `${self.name} (${counted(self.cores, 'core')}) waits for work at ${link.address}`);
  interrupt.signal.addEventListener('abort', () => {
    if (working.isRunning) note(context, 'Finishing its share first; Ctrl-C once more gives it up.');
  });
  await working.work(interrupt.signal);
  print(context, 'stopped');
  // What waits for a Redis that is away would keep the process from its end; its own processes end with it.
  if (link.isMissed) context.exit(0);
  return 0;
}

function presentAgent({ name, allowCommands = false }: AgentOptions, context: CommandContext): Present {
  const called = name ?? `${hostname()}-${context.pid}`.slice(-MAX_AGENT_NAME_LENGTH);
  const objection = nameObjection(called);
  if (objection !== undefined) throw new UsageError(`--name ${objection}`);
  return {
    id: context.newId(),
    name: called,
    cores: cores(),
    version: version(),
    node: context.nodeVersion,
    pid: context.pid,
    allowsCommands: allowCommands,
  };
}

function eventText(event: AgentEvent): string {
  switch (event.type) {
    case 'joined':
      return `works for the bench ${event.bench}`;
    case 'left':
      return `is free again, after the bench ${event.bench}`;
    case 'held':
      return `${shareText(event.share)}: ready, waits for the start`;
    case 'started':
      return `${shareText(event.share)}: begins`;
    case 'done':
      return `${shareText(event.share)}: done in ${shortDuration(Math.round(event.tookMs))}`;
    case 'failed':
      return `${failedText(event)}: not done: ${event.why}`;
  }
}

function failedText({ share, run }: Extract<AgentEvent, { type: 'failed' }>): string {
  if (share !== undefined) return shareText(share);
  return run === undefined ? 'a job' : `a share of ${run}`;
}

function shareText({ index, of, cell, task }: Extract<AgentEvent, { type: 'held' }>['share']): string {
  return `share ${index + 1} of ${of} of ${cell}, ${counted(task.codes.length, 'item')}`;
}
