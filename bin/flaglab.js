#!/usr/bin/env node
// A clone runs its TypeScript sources; an installed package runs dist/, because Node strips no types below node_modules.
import { existsSync } from 'node:fs';
import module from 'node:module';

const NEEDED_MAJOR = 24;
const sources = new URL('../cli/main.ts', import.meta.url);

if (Number.parseInt(process.versions.node, 10) < NEEDED_MAJOR) {
  console.error(`flaglab needs Node ${NEEDED_MAJOR} or later; this is ${process.version} (${process.execPath}).`);
  process.exitCode = 1;
} else {
  // Before the sources are loaded, so that their types are stripped once and not at every start.
  module.enableCompileCache();
  // Threads and child processes look for it here.
  process.env.NODE_COMPILE_CACHE ??= module.getCompileCacheDir();
  await import(existsSync(sources) ? sources.href : new URL('../dist/cli/main.js', import.meta.url).href);
}
