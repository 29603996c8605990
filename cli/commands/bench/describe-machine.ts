import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, availableParallelism, cpus, platform, totalmem } from 'node:os';
import type { BenchSettings, Machine } from '../../../bench/result/result.ts';
import { version } from '../../options/version.ts';
import type { CommandContext } from '../../terminal/command-context.ts';

/** The machine that this process runs on. */
export function machine(): Machine {
  const cpu = cpus()[0]?.model.trim() ?? 'unknown';
  return { cpu, cores: availableParallelism(), memoryBytes: totalmem(), platform: `${platform()} ${arch()}` };
}

/** The versions that a figure depends on. */
export function versions({ nodeVersion }: CommandContext): BenchSettings['versions'] {
  const undici = createRequire(import.meta.url).resolve('undici/package.json');
  const { version: undiciVersion } = JSON.parse(readFileSync(undici, 'utf8')) as { version: string };
  return { flaglab: version(), node: nodeVersion, undici: undiciVersion };
}
