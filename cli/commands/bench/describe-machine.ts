import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, cpus, platform, totalmem } from 'node:os';
import { cores, machineNoise } from '../../../bench/probes/machine-noise.ts';
import type { BenchSettings, Machine } from '../../../bench/result/result.ts';
import { version } from '../../../lib/package/version.ts';
import type { CommandContext } from '../../terminal/command-context.ts';

/** The machine that this process runs on, and how quiet it is now. */
export async function machine(): Promise<Machine> {
  const cpu = cpus()[0]?.model.trim() ?? 'unknown';
  return {
    cpu,
    cores: cores(),
    memoryBytes: totalmem(),
    platform: `${platform()} ${arch()}`,
    noise: await machineNoise(),
  };
}

/** The versions that a figure depends on. */
export function versions({ nodeVersion }: CommandContext): BenchSettings['versions'] {
  const undici = createRequire(import.meta.url).resolve('undici/package.json');
  const { version: undiciVersion } = JSON.parse(readFileSync(undici, 'utf8')) as { version: string };
  return { flaglab: version(), node: nodeVersion, undici: undiciVersion };
}
