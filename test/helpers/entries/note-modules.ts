// Loaded before all else by a process and its threads: notes in a file which thread loads what, the main one as `main`.
import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { isMainThread, threadName } from 'node:worker_threads';

registerHooks({
  load(url, context, load) {
    appendFileSync(process.env.MODULES_FILE!, `${isMainThread ? 'main' : threadName}\t${url}\n`);
    return load(url, context);
  },
});
