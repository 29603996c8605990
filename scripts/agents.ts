// Two agents on this machine, to try what several machines do: `make agents` starts them, and a Redis for them unless one is
// given, as in `make agents ARGS=redis://127.0.0.1:6379`. Ctrl-C ends all that was started.
import { checkRedisUrl, withoutPassword } from '../bench/agents/redis/redis-address.ts';
import { processContext } from '../cli/process-context.ts';
import { endWithWrapper } from '../cli/started-by/end-with.ts';
import { startAgent } from './start-agent.ts';
import { type StartedRedis, startRedis } from './start-redis.ts';

/** The one that Redis has where nobody says another, and so do our examples. */
const USUAL_PORT = 6379;

const AGENTS = ['agent-1', 'agent-2'];

const [, , given] = process.argv;
if (given !== undefined) requireRedisUrl(given);
const asked = Promise.withResolvers<string>();
let isStopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => asked.resolve(signal));
// npm and make pass no signal on.
using _wrapper = endWithWrapper(processContext());

await using redis = given === undefined ? await redisOrAdvice() : undefined;
const url = given ?? redis!.url;
const shown = withoutPassword(url);
await using started = new AsyncDisposableStack();
const waiting = new Set<string>();
const agents = AGENTS.map((name) => {
  const agent = startAgent(name, url, (line) => {
    // Its first line, that it waits for work, begins with its name.
    const isFirst = line.startsWith(name);
    console.log(isFirst ? line : `${name}: ${line}`);
    if (isFirst && waiting.add(name).size === AGENTS.length) sayHowToUse();
  });
  // One that ended by itself has said why, and one that is to end has not died.
  agent.ended.then(([, signal]) => {
    if (signal !== null && !isStopping) console.error(`${name} has died (${signal}); the others go on.`);
  });
  return started.use(agent);
});
const nobodyIsLeft = Promise.all(agents.map(({ ended }) => ended)).then(() => undefined);
const signal = await Promise.race([asked.promise, nobodyIsLeft]);
isStopping = true;
if (signal === undefined) process.exitCode = 1;

function sayHowToUse(): void {
  console.log(`In another terminal:
  npx flaglab bench -s DELAY -c async -m 100 --all --redis ${shown} --agents ${AGENTS.length}
${shown === url ? '' : 'with its password instead of …. '}Ctrl-C ends all of it.`);
}

function requireRedisUrl(text: string): void {
  try {
    checkRedisUrl(text);
  } catch (error) {
    console.error(`error: ${(error as Error).message}`);
    process.exit(2);
  }
}

async function redisOrAdvice(): Promise<StartedRedis> {
  try {
    return await startRedis({ port: USUAL_PORT });
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    console.error(
      isMissing
        ? 'error: there is no redis-server: install it (on Debian: apt install redis-server), or say where one runs: make agents ARGS=redis://127.0.0.1:6379'
        : `error: ${(error as Error).message}`,
    );
    process.exit(1);
  }
}
