import { type Command, Option } from 'commander';
import type { WorkSettings } from '../../bench/result/settings/work-settings.ts';
import {
  CPU_PLACES,
  type CpuPlace,
  MAX_SAVE_TIMES,
  SAVE_WAYS,
  type SaveWay,
} from '../../clients/download/item-work.ts';
import { roundsFor, roundsPerMs } from '../../clients/work/calibrate.ts';
import { UsageError } from '../../lib/errors/usage-error.ts';
import { parseDuration } from '../../lib/units/duration.ts';
import { parser } from './options.ts';

/** Where that is computed of which nobody says where. */
const DEFAULT_PLACE: CpuPlace = 'loop';

/** How that is saved of which nobody says how. */
const DEFAULT_WAY: SaveWay = 'async';

/** The options that give each item work beside its requests, as commander gives them. */
export interface WorkOptions {
  /** Milliseconds on an idle core. */
  readonly cpu?: number;
  readonly cpuOn?: CpuPlace;
  /** How many times as large a flag is saved as it came. */
  readonly saveBytes?: number;
  readonly saveWith?: SaveWay;
}

/**
 * Adds `--cpu`, `--cpu-on`, `--save-bytes` and `--save-with`.
 *
 * @param where in which folder flags are saved, for help
 */
export function addWorkOptions(command: Command, where: string): Command {
  return command
    .option(
      '--cpu <duration>',
      'compute for so long for each flag that has come, before it is saved: rounds of hashing, counted beforehand; the time scale does not shrink it',
      parser(parseCpu),
    )
    .addOption(
      new Option(
        '--cpu-on <where>',
        `where that is computed: on the event loop that asked, or in a pool of threads or processes, one for each core, but never more than -m; default: ${DEFAULT_PLACE}`,
      ).choices(CPU_PLACES),
    )
    .addOption(
      new Option('--save-bytes <times>', `save each flag so many times as large as it came, such as x10, ${where}`)
        .argParser(parser(parseTimes))
        .conflicts('save'),
    )
    .addOption(
      new Option(
        '--save-with <how>',
        `whether the event loop goes on while a flag is saved, or waits; default: ${DEFAULT_WAY}`,
      )
        .choices(SAVE_WAYS)
        .conflicts('save'),
    );
}

/**
 * The work that options ask for. What is to be computed is counted now, which takes a tenth of a second.
 *
 * @throws UsageError for a place without anything to compute there
 */
export function workSettings({ cpu, cpuOn, saveBytes, saveWith }: WorkOptions): WorkSettings {
  if (cpu === undefined && cpuOn !== undefined) throw new UsageError('--cpu-on needs --cpu, such as --cpu 20ms');
  const isSaved = saveBytes !== undefined || saveWith !== undefined;
  return {
    ...(cpu !== undefined && { cpu: { ms: cpu, on: cpuOn ?? DEFAULT_PLACE, rounds: roundsFor(cpu, roundsPerMs()) } }),
    ...(isSaved && { save: { times: saveBytes ?? 1, with: saveWith ?? DEFAULT_WAY } }),
  };
}

function parseCpu(text: string): number {
  const ms = parseDuration(text);
  if (ms > 0) return ms;
  throw new UsageError('the time to compute must be longer than 0');
}

function parseTimes(text: string): number {
  const times = /^x\d+$/.test(text) ? Number(text.slice(1)) : 0;
  if (times >= 1 && times <= MAX_SAVE_TIMES) return times;
  throw new UsageError(`give x1 to x${MAX_SAVE_TIMES}, such as x10`);
}
