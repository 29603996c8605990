import { z } from 'zod';
import type { DownloadOptions } from '../../../clients/download/download.ts';
import { CPU_PLACES, SAVE_WAYS } from '../../../clients/download/item-work.ts';
import type { DeepReadonly } from '../../../lib/schema/deep-readonly.ts';
import { formatDuration } from '../../../lib/units/duration.ts';

/** The schema of what is computed for each item. */
export const cpuSettingsSchema = z.strictObject({
  /** How long it was to take on a core of this machine: the time scale does not shrink it. */
  ms: z.number(),
  on: z.enum(CPU_PLACES),
  /** How many rounds of hashing that is, by a calibration before the first cell. */
  rounds: z.int().min(1),
});

/** The schema of how each flag is saved. */
export const saveSettingsSchema = z.strictObject({
  /** How many times as large as it came. */
  times: z.int().min(1),
  with: z.enum(SAVE_WAYS),
});

/** The work that each item of a run has beside its requests; all absent where there is none. */
export const workFields = {
  cpu: z.exactOptional(cpuSettingsSchema),
  save: z.exactOptional(saveSettingsSchema),
};

/** What is computed for each item. */
export type CpuSettings = DeepReadonly<z.infer<typeof cpuSettingsSchema>>;

/** How each flag is saved. */
export type SaveSettings = DeepReadonly<z.infer<typeof saveSettingsSchema>>;

/** The work that each item has beside its requests. */
export interface WorkSettings {
  readonly cpu?: CpuSettings;
  readonly save?: SaveSettings;
}

/** Whether items have any. */
export function hasWork({ cpu, save }: WorkSettings): boolean {
  return cpu !== undefined || save !== undefined;
}

/** The same as a download is told, but for the folder to save in. */
export function workOptions({ cpu, save }: WorkSettings): Pick<DownloadOptions, 'cpu' | 'saveTimes' | 'saveWith'> {
  return {
    ...(cpu !== undefined && { cpu: { rounds: cpu.rounds, on: cpu.on } }),
    ...(save !== undefined && { saveTimes: save.times, saveWith: save.with }),
  };
}

const PLACES: Readonly<Record<CpuSettings['on'], string>> = {
  loop: 'on the event loop that asked',
  pool: 'in a pool of threads',
  process: 'in a pool of processes',
};

/** What is computed, for people: `20ms of CPU for each, on the event loop that asked (the time scale does not shrink it)`. */
export function cpuText({ ms, on }: Pick<CpuSettings, 'ms' | 'on'>): string {
  return `${formatDuration(ms)} of CPU for each, ${PLACES[on]} (the time scale does not shrink it)`;
}

/** How flags are saved, for people: `saved 10 times as large, sync`. */
export function saveText({ times, with: way }: SaveSettings): string {
  return `saved ${times === 1 ? 'as they came' : `${times} times as large`}, ${way}`;
}
