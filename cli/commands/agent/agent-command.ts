import { Command } from 'commander';
import { MAX_AGENT_NAME_LENGTH } from '../../../bench/agents/agent-name.ts';
import { redisOption } from '../../options/agents-options.ts';
import type { CommandBuilder } from '../../options/command-builder.ts';
import { parentOption } from '../../options/parent-option.ts';

/** `flaglab agent`: does shares of the cells of benches that other machines run. */
export const agentCommand: CommandBuilder = (context, exit) =>
  new Command('agent')
    .description('wait for shares of benches, and send the requests of one at a time')
    .addOption(redisOption('the Redis to wait at, such as').makeOptionMandatory())
    .option(
      '--name <name>',
      `what reports call it, up to ${MAX_AGENT_NAME_LENGTH} characters; default: the name of this machine and the number of the process`,
    )
    .option(
      '--allow-commands',
      "run files and commands of somebody's own, too: whoever reaches the Redis can send some",
    )
    .addOption(parentOption())
    .addHelpText(
      'after',
      `
bench --redis URL --agents N has its cells done by agents. They must reach the
servers that are asked: from other machines with serve --host, and bench
--attach. It needs no token for that, and sends none.

Ctrl-C ends it: a share that is running is finished, any other is handed back.
Once more gives that up, too.

Exit code: 0 when it was asked to end, 1 when no Redis answers.

Example:
  npx flaglab agent --redis redis://127.0.0.1:6379 --name left`,
    )
    .action(async (options) => {
      const { agent } = await import('./agent.ts');
      exit(await agent(options, context));
    });
