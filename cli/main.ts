import { enableCompileCache } from 'node:module';
import { run } from './run.ts';

// The types are stripped once and not at every start.
enableCompileCache();
process.exitCode = await run(process.argv.slice(2), process);
