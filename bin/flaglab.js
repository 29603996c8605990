#!/usr/bin/env node
// A clone runs its TypeScript sources; an installed package runs dist/, because Node strips no types below node_modules.
import { existsSync, mkdirSync } from 'node:fs';
import module from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { tooOld } from '../entry/needed-node.js';

// Before anything is loaded: whoever has started this may end meanwhile.
process[Symbol.for('flaglab.parent')] = process.ppid;

const why = tooOld();
const sources = new URL('../cli/main.ts', import.meta.url);

if (why !== undefined) {
  console.error(why);
  process.exitCode = 1;
} else {
  // Before the sources are loaded, so that their types are stripped once and not at every start.
  if (process.env.NODE_COMPILE_CACHE !== undefined || canHoldCache(tmpdir())) module.enableCompileCache();
  // Threads and child processes look for it here; each adds the folder of its version of Node, as this one did.
  const cache = module.getCompileCacheDir();
  if (cache !== undefined) process.env.NODE_COMPILE_CACHE ??= dirname(cache);
  await import(existsSync(sources) ? sources.href : new URL('../dist/cli/main.js', import.meta.url).href);
}

/**
 * Whether Node can make its cache there. It makes folders one above the other until one can be made, and so tries for ever in
 * a folder that is there and says of what is to be made in it that there is no such folder, as /proc does.
 */
function canHoldCache(folder) {
  try {
    mkdirSync(join(folder, 'node-compile-cache'));
    return true;
  } catch (error) {
    return error.code === 'EEXIST';
  }
}
