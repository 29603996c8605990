import { tooOld } from './needed-node.js';

const why = tooOld();
if (why !== undefined) {
  // Without a stack, which would tell of this file and not of whoever imports it.
  const refusal = Object.assign(new Error(why), { stack: why });
  // Whoever catches it goes on. Where nobody does, Node would print lines of its own around this one.
  process.on('uncaughtExceptionMonitor', (error) => {
    if (error !== refusal || process.listenerCount('uncaughtException') > 0) return;
    process.stderr.write(`${why}\n`);
    process.exit(1);
  });
  throw refusal;
}
